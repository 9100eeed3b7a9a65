"""pod identity that contradicts itself

Why: KEDA's webhook refuses it, or the scaler gets no identity at run time.
Source: kedacore/keda apis/keda/v1alpha1/triggerauthentication_webhook.go, validateSpec.
Bad (no schema: a provider that is gone):
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: queue, namespace: shop}
    spec:
      podIdentity: {provider: aws-kiam}
Bad (whose role):
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: queue, namespace: shop}
    spec:
      podIdentity: {provider: aws, roleArn: "arn:aws:iam::1:role/queue", identityOwner: workload}
Bad (authority without tenant):
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: queue, namespace: shop}
    spec:
      podIdentity: {provider: azure-workload, identityAuthorityHost: "https://login.example/"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: queue, namespace: shop}
    spec:
      podIdentity: {provider: aws, roleArn: "arn:aws:iam::1:role/queue"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import Cluster, mapping
from generator.facts.scaled_object import AUTHENTICATIONS
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = AUTHENTICATIONS
NEEDS = ("podIdentity",)
_PROVIDERS = ("azure-workload", "gcp", "aws", "aws-eks", "none")
_PATH = ("spec", "podIdentity")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    identity = mapping(manifest.body, *_PATH)
    if not identity:
        return
    provider = identity.get("provider")
    if provider not in _PROVIDERS:
        yield Problem(
            f"pod identity provider {provider!r} is unknown{did_you_mean(str(provider), _PROVIDERS)}",
            (*_PATH, "provider"),
            fix=f"use one of {', '.join(_PROVIDERS)}",
        )
    elif provider == "azure-workload":
        yield from _azure(identity)
    elif provider == "aws":
        yield from _aws(identity)


def _azure(identity: Mapping[str, Any]) -> Iterator[Problem]:
    if identity.get("identityId") == "":
        yield Problem("identityId is empty", (*_PATH, "identityId"), fix="name the identity, or remove the key")
    if identity.get("identityAuthorityHost"):
        if not identity.get("identityTenantId"):
            yield Problem(
                "identityAuthorityHost is set without identityTenantId",
                (*_PATH, "identityAuthorityHost"),
                fix="add identityTenantId",
            )
    elif identity.get("identityTenantId") == "":
        fix = "name the tenant, or remove the key"
        yield Problem("identityTenantId is empty", (*_PATH, "identityTenantId"), fix=fix)


def _aws(identity: Mapping[str, Any]) -> Iterator[Problem]:
    if identity.get("roleArn") and identity.get("identityOwner") == "workload":
        yield Problem(
            "roleArn is set though the workload owns the identity",
            (*_PATH, "roleArn"),
            fix="remove roleArn, or set identityOwner to keda",
        )
    if identity.get("externalID") and not identity.get("roleArn"):
        yield Problem("externalID is set without roleArn", (*_PATH, "externalID"), fix="add roleArn")

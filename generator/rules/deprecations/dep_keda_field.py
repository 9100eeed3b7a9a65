"""field that KEDA gives up

Why: KEDA warns today and drops it in a major version to come.
Source: https://keda.sh/docs/latest/migration/ and https://keda.sh/docs/latest/authentication-providers/aws-eks/.
Triggers' own parameters have rules of their own: keda-cpu-type-in-metadata, keda-trigger-param-deprecated,
keda-scaledjob-rollout-deprecated.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: web, namespace: shop}
    spec: {podIdentity: {provider: aws-eks}}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: web, namespace: shop}
    spec: {podIdentity: {provider: aws}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.TRIGGER_AUTHENTICATION, kinds.CLUSTER_TRIGGER_AUTHENTICATION)
NEEDS = ("podIdentity",)

_SUCCESSORS = {"aws-eks": "aws"}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    path = ("spec", "podIdentity", "provider")
    provider = text(manifest.body, *path)
    if provider in _SUCCESSORS:
        new = _SUCCESSORS[provider]
        message = f"pod identity `{provider}` is deprecated (KEDA {cluster.assumed('keda')})"
        yield Problem(message, path, fix=f"write `{new}`, and let the pods' ServiceAccount hold the role")

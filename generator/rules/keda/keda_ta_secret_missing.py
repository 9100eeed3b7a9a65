"""authentication that reads a Secret or ConfigMap, or a key of it, that is not there

Why: KEDA leaves the parameter empty, so the scaler fails or logs in as nobody. A ClusterTriggerAuthentication reads
from KEDA's own namespace.
Source: kedacore/keda pkg/scaling/resolver/scale_resolvers.go, resolveAuthRef and resolveAuthSecret.
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: shop}
    spec:
      secretTargetRef: [{parameter: password, name: kafka, key: password}]
Bad (no such key):
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: shop}
    spec:
      secretTargetRef: [{parameter: password, name: kafka, key: pasword}]
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: kafka, namespace: shop}
    spec:
      secretStoreRef: {name: vault, kind: ClusterSecretStore}
      data: [{secretKey: password, remoteRef: {key: kafka}}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: shop}
    spec:
      secretTargetRef: [{parameter: password, name: kafka, key: password}]
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: kafka, namespace: shop}
    spec:
      secretStoreRef: {name: vault, kind: ClusterSecretStore}
      data: [{secretKey: password, remoteRef: {key: kafka}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.providers import keys_of, provided_names, providers
from generator.facts.scaled_object import AUTHENTICATIONS
from generator.facts.suggest import did_you_mean
from generator.facts.trigger_authentication import Supply, secret_namespace, supplies
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = AUTHENTICATIONS
NEEDS = ("secretTargetRef", "configMapTargetRef")
_SOURCES = {"secretTargetRef": "Secret", "configMapTargetRef": "ConfigMap"}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    namespace = secret_namespace(manifest) or _operator_namespace(cluster)
    for supply in supplies(manifest):
        kind, name = _SOURCES.get(supply.source), supply.row.get("name")
        if kind and isinstance(name, str):
            yield from _reference(cluster, supply, kind, namespace, name)


def _operator_namespace(cluster: Cluster) -> str:
    """Where KEDA runs: the namespace of its operator if it is here, else the one its chart is installed to."""
    operators = (m.id.namespace for m in cluster.all("Deployment.apps") if m.id.name == "keda-operator")
    return next(operators, "keda")


def _reference(cluster: Cluster, supply: Supply, kind: str, namespace: str, name: str) -> Iterator[Problem]:
    found = providers(cluster, kind, namespace, name)
    if not found:
        severity = cluster.absence(kind, namespace, name)
        if severity:
            known = provided_names(cluster, kind, namespace)
            yield Problem(
                f"nothing makes the {kind} `{name}` in namespace `{namespace}`{did_you_mean(name, known)}",
                (*supply.path, "name"),
                fix=f"add what makes the {kind}, or declare it under externals",
                severity=severity,
            )
        return
    keys, key = keys_of(found), supply.row.get("key")
    if keys is not None and isinstance(key, str) and key not in keys:
        yield Problem(
            f"{kind} `{name}` has no key `{key}`{did_you_mean(key, keys)}",
            (*supply.path, "key"),
            fix=f"use one of {', '.join(sorted(keys))}" if keys else f"add the key to the {kind}",
            related=(Place("the keys come from here", found[0].manifest),),
        )

"""ConfigMap or Secret that exists in another namespace only

Why: Pods reach only what is in their own namespace, so the one elsewhere is of no use to them.
Source: https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web-settings}}]}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web-settings, namespace: base}
    data: {LOG_LEVEL: info}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web-settings}}]}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web-settings, namespace: base}
    data: {LOG_LEVEL: info}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web-settings, namespace: shop}
    data: {LOG_LEVEL: info}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.providers import EVERYWHERE, provided_elsewhere, providers, spelled_otherwise
from generator.facts.references import named_in
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("configMapKeyRef", "configMapRef", "configMap", "secretKeyRef", "secretRef", "secret", "nodePublishSecretRef")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for ref in named_in(manifest, cluster):
        if not ref.name or (ref.kind, ref.name) in told or providers(cluster, ref.kind, ref.namespace, ref.name):
            continue
        if ref.name in EVERYWHERE or spelled_otherwise(cluster, ref.kind, ref.namespace, ref.name):
            continue
        elsewhere = provided_elsewhere(cluster, ref.kind, ref.namespace, ref.name)
        severity = cluster.absence(ref.kind, ref.namespace, ref.name)
        if elsewhere and severity:
            told.add((ref.kind, ref.name))
            # In an open namespace a second one may come from elsewhere.
            yield Problem(
                f"the {ref.kind} `{ref.name}` is in namespace {elsewhere[0].namespace}, not in {ref.namespace}",
                ref.path,
                fix=f"provide it in {ref.namespace} too",
                severity="info" if ref.optional else "warning" if severity == "unverifiable" else severity,
                related=(Place("the one elsewhere", elsewhere[0].manifest),),
            )

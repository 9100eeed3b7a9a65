"""ConfigMap that nobody creates

Why: Containers wait in CreateContainerConfigError, or the volume is never mounted, until the ConfigMap is there.
Source: https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps-as-files-from-a-pod
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web-settings}}]}]
Bad (volume):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: settings, projected: {sources: [{configMap: {name: web-settings}}]}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web-settings}}]}]
      volumes: [{name: ca, configMap: {name: kube-root-ca.crt}}]
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
from generator.facts.providers import EVERYWHERE, provided_elsewhere, provided_names, providers, spelled_otherwise
from generator.facts.references import named_in
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("configMapKeyRef", "configMapRef", "configMap")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[str] = set()
    for ref in named_in(manifest, cluster):
        if ref.kind != "ConfigMap" or not ref.name or ref.name in EVERYWHERE or ref.name in told:
            continue
        if providers(cluster, "ConfigMap", ref.namespace, ref.name):
            continue
        # Told by ref-case-mismatch and ref-wrong-namespace.
        whom = (cluster, "ConfigMap", ref.namespace, ref.name)
        if spelled_otherwise(*whom) or provided_elsewhere(*whom):
            continue
        severity = cluster.absence("ConfigMap", ref.namespace, ref.name)
        if severity:
            told.add(ref.name)
            names = provided_names(cluster, "ConfigMap", ref.namespace)
            yield Problem(
                f"there is no ConfigMap `{ref.name}` in namespace {ref.namespace}{did_you_mean(ref.name, names)}",
                ref.path,
                fix="create it, or name one that exists",
                severity="info" if ref.optional and severity == "error" else severity,
            )

"""ServiceAccount that nobody creates

Why: Pods of a missing ServiceAccount are never created: the controller reports FailedCreate and nothing starts.
Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      serviceAccountName: web-sa
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      serviceAccountName: web-sa
      containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web-sa, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.residue import unrendered
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("serviceAccountName",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    name = text(template.spec, "serviceAccountName") if template else ""
    namespace = manifest.id.namespace
    if template is None or name in ("", "default") or cluster.get(kinds.SERVICE_ACCOUNT, namespace, name) is not None:
        return
    names = [m.id.name for m in cluster.all(kinds.SERVICE_ACCOUNT) if m.id.namespace == namespace]
    if unrendered(name):
        return
    severity = cluster.absence(kinds.SERVICE_ACCOUNT, namespace, name)
    if severity:
        yield Problem(
            f"there is no ServiceAccount `{name}` in namespace {namespace}{did_you_mean(name, names)}",
            (*template.path, "spec", "serviceAccountName"),
            fix="create it, or name one that exists",
            severity=severity,
        )

"""ServiceAccount that nothing uses

Why: It may still hold permissions that nobody misses and nobody looks after.
Source: https://kubernetes.io/docs/concepts/security/service-accounts/
Bad:
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: old-api, namespace: shop}
Good:
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      serviceAccountName: web
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.SERVICE_ACCOUNT,)
DEFAULT = False

_BINDINGS = ("RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name, namespace = manifest.id.name, manifest.id.namespace
    if name != "default" and (namespace, name) not in _named(cluster):
        yield Problem("no workload and no binding names this ServiceAccount", ("metadata", "name"), fix="remove it")


@lru_cache(maxsize=8)
def _named(cluster: Cluster) -> frozenset[tuple[str, str]]:
    """The accounts that workloads and bindings name, by namespace and name."""
    found = {(template.namespace, text(template.spec, "serviceAccountName")) for template in cluster.templates}
    for binding in cluster.all(*_BINDINGS):
        for _, row in entries(binding.body, "subjects"):
            found.add((text(row, "namespace") or binding.id.namespace, text(row, "name")))
    return frozenset(found)

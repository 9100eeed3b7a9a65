"""namespace that nobody creates

Why: Objects of a namespace that does not exist cannot be applied. Namespaces that an Application creates count.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#create-namespace
Settings:
    closedNamespaces: ["shop*"]
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shopp}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import EXPLICIT, declared
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.suggest import did_you_mean
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
FLEET = True

_ALWAYS = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})


def check(cluster: Cluster) -> Iterator[Problem]:
    made = {manifest.id.name for manifest in cluster.all(kinds.NAMESPACE)} | _ALWAYS
    # Argo CD makes the destinations of CreateNamespace=true; argo-destination-namespace-missing tells the others.
    made |= {text(declared(m).spec, "destination", "namespace") for m in cluster.all(*EXPLICIT)}
    told: set[str] = set()
    for manifest in cluster.manifests:
        namespace = manifest.id.namespace
        if not namespace or namespace in made or namespace in told or not cluster.closed(namespace):
            continue
        told.add(namespace)
        if not cluster.external(kinds.NAMESPACE, "", namespace):
            yield Problem(
                f"nobody creates the namespace {namespace}{did_you_mean(namespace, made - _ALWAYS)}",
                ("metadata", "namespace"),
                fix="add the namespace, or use one that exists",
                manifest=manifest,
            )

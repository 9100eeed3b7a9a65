"""Replace or Force on something that holds state

Why: The object is deleted and made anew when it cannot be replaced: volumes, pods, addresses and every custom object
go with it.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#replace-resource-instead-of-applying-changes
Bad:
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop, annotations: {argocd.argoproj.io/sync-options: Replace=true}}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
Good:
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import SYNC_OPTIONS, annotated_options
from generator.facts.cluster import Cluster, get
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (
    "PersistentVolumeClaim",
    kinds.STATEFUL_SET,
    kinds.SERVICE,
    "CustomResourceDefinition.apiextensions.k8s.io",
)
NEEDS = (SYNC_OPTIONS,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    own = annotated_options(manifest)
    chosen = next((name for name in ("Force", "Replace") if own.get(name) == "true"), "")
    if not chosen or (manifest.id.kind == "Service" and get(manifest.body, "spec", "type") != "LoadBalancer"):
        return
    yield Problem(
        f"{chosen}=true may delete and recreate this {manifest.id.kind}",
        ("metadata", "annotations", SYNC_OPTIONS),
        fix="remove the option",
    )

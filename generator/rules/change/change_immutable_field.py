"""change that the API server refuses

Why: The field never changes once the object exists: the sync fails until somebody deletes the object or gives it
another name.
Source: kubernetes pkg/apis/{apps,batch,core,rbac,storage}/validation (update functions).
Before:
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
Bad:
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}
Good:
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
Good (replaced whole):
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop, annotations: {argocd.argoproj.io/sync-options: "Force=true,Replace=true"}}
    spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import annotated_options
from generator.facts.argo_order import hooks
from generator.facts.changes import immutable_changes, pairs
from generator.facts.cluster import Cluster, kind_name
from generator.rules.problem import Problem

SEVERITY = "error"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        # Those of workloads are told by deploy-immutable-change.
        if kind_name(now) in kinds.POD_TEMPLATES:
            continue
        chosen = annotated_options(now)
        if hooks(now) or chosen.get("Force") == "true":
            continue
        for path in immutable_changes(before, now):
            yield Problem(
                f"{'.'.join(map(str, path))} of {now.id.kind} `{now.id.name}` cannot change: the sync fails",
                path,
                fix="keep it, or give the object another name",
                manifest=now,
                at_key=True,
            )

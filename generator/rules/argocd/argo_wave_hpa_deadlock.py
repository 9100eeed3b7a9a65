"""autoscaler applied before its workload

Why: Without its target an HPA or a ScaledObject is never healthy, and the wave with the workload never begins.
Source: argo-cd resource_customizations/keda.sh/ScaledObject/health.lua and gitops-engine pkg/health/health_hpa.go:
FailedGetScale is Degraded.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 5
      triggers: [{type: cron, metadata: {timezone: UTC, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "3"}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 5
      triggers: [{type: cron, metadata: {timezone: UTC, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "3"}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.argo_order import in_words, step
from generator.facts.argo_words import WAVE
from generator.facts.cluster import Cluster, get
from generator.facts.rendered_by import folder_of, owners
from generator.facts.replicas import target_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.HPA, kinds.SCALED_OBJECT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    workload = cluster.by_id.get(target) if target is not None else None
    if workload is None:
        return
    mine, its = step(manifest), step(workload)
    if mine is None or its is None or mine >= its or not _together(cluster, manifest, workload):
        return
    yield Problem(
        f"applied in {in_words(manifest)}, its {workload.id.kind} `{workload.id.name}` only in {in_words(workload)}: "
        "it is never healthy, and that wave never begins",
        ("metadata", "annotations", WAVE) if get(manifest.body, "metadata", "annotations", WAVE) else ("metadata",),
        fix=f"give it wave {its[1]} or a later one",
        related=(Place("the workload", workload, ("metadata", "name")),),
    )


def _together(cluster: Cluster, one: Manifest, other: Manifest) -> bool:
    """Whether one sync applies both, as far as is known."""
    first, second = owners(cluster).get(id(one), ()), owners(cluster).get(id(other), ())
    if first or second:
        return any(app in second for app in first)
    return folder_of(one) == folder_of(other)

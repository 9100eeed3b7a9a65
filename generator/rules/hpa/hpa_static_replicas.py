"""fixed number of replicas on a workload that an autoscaler scales.

Why: Every sync writes the number from Git over the autoscaler's, and with self-healing Argo CD and the autoscaler
fight without end.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/#leaving-room-for-imperativeness
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, rows
from generator.facts.fields import entries, text
from generator.facts.ownership import application_of, heals_itself
from generator.facts.replicas import autoscalers_of
from generator.model import OMIT, Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = kinds.SCALABLE


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    scalers = [m for m in autoscalers_of(cluster, manifest) if kind_name(m) == kinds.HPA]
    if not scalers or get(manifest.body, "spec", "replicas") is None or _left_alone(cluster, manifest):
        return
    yield Problem(
        f"replicas is fixed, but the autoscaler `{scalers[0].id.name}` decides it",
        ("spec", "replicas"),
        fix="remove replicas",
        severity="error" if heals_itself(cluster, manifest) else "",
        related=(Place("the autoscaler", scalers[0], ("spec", "scaleTargetRef")),),
        safe=True,
        value=OMIT,
    )


def _left_alone(cluster: Cluster, manifest: Manifest) -> bool:
    """Whether the Application ignores the field, in the diff and in the sync."""
    owner = application_of(cluster, manifest)
    if owner is None or "RespectIgnoreDifferences=true" not in rows(owner.body, "spec", "syncPolicy", "syncOptions"):
        return False
    return any(
        "/spec/replicas" in rows(row, "jsonPointers") and text(row, "kind") in (manifest.id.kind, "*")
        for _, row in entries(owner.body, "spec", "ignoreDifferences")
    )

"""fixed number of replicas on a workload that an autoscaler scales

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
from generator.facts.healed_replicas import healed
from generator.facts.ignored_fields import applications_of, heals, ignores
from generator.facts.replicas import autoscalers_of
from generator.model import OMIT, Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = kinds.SCALABLE
NEEDS = ("replicas",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    scalers = autoscalers_of(cluster, manifest)
    # Where KEDA scales it too, the rule about that tells.
    if not scalers or get(manifest.body, "spec", "replicas") is None or any(kind_name(m) != kinds.HPA for m in scalers):
        return
    # The rule about self-healing says what comes of it.
    if healed(cluster, manifest):
        return
    owners = applications_of(cluster, manifest)
    if owners and all(_left_alone(owner, manifest) for owner in owners):
        return
    yield Problem(
        f"replicas is fixed, but the autoscaler `{scalers[0].id.name}` decides it",
        ("spec", "replicas"),
        fix="remove replicas",
        severity="error" if any(map(heals, owners)) else "",
        related=(Place("the autoscaler", scalers[0], ("spec", "scaleTargetRef")),),
        safe=True,
        value=OMIT,
    )


def _left_alone(application: Manifest, manifest: Manifest) -> bool:
    """Whether the Application ignores the field, in the diff and in the sync."""
    options = rows(application.body, "spec", "syncPolicy", "syncOptions")
    return "RespectIgnoreDifferences=true" in options and ignores(application, manifest, "/spec/replicas")

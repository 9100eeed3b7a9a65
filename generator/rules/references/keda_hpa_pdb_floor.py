"""floor of one pod for a critical service whose budget wants it kept

Why: At the floor the budget lets no pod go: either nodes cannot be drained, or the service has no second pod to
serve.
Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, labels: {tier: critical}}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 1, maxReplicas: 3}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, labels: {tier: critical}}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 3}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.disruptions import budgets_of
from generator.facts.replicas import bounds, target_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.HPA, kinds.SCALED_OBJECT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    workload = cluster.by_id.get(target) if target else None
    if workload is None or bounds(manifest).floor >= 2 or cluster.settings.get("stage", "production") != "production":
        return
    tier = get(workload.body, "metadata", "labels", "tier")
    if workload.app is not None:
        tier = workload.app.values.get("tier", tier)
    budgets = budgets_of(cluster, workload)
    if tier == "critical" and budgets:
        yield Problem(
            f"the critical workload `{workload.id.name}` may have one pod only",
            bounds(manifest).floor_path,
            fix="raise the minimum to 2 or more",
            related=(Place("the budget", budgets[0], ("spec",)),),
        )

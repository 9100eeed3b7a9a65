"""two autoscaled workloads whose selectors take in each other's pods.

Why: The autoscaler sees pods of both, reports AmbiguousSelector and stops scaling.
Source: kubernetes pkg/controller/podautoscaler/horizontal.go, validateAndParseSelector.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web-canary, namespace: shop}
    spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web-canary}, maxReplicas: 3}
    ---
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
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web-canary, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:2"}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.replicas import autoscalers_of, target_of
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    workload = cluster.by_id.get(target) if target else None
    if workload is None:
        return
    selector = mapping(workload.body, "spec", "selector")
    for other in cluster.templates_in(workload.id.namespace):
        scalers = autoscalers_of(cluster, other.manifest)
        if other.manifest.id == workload.id or not scalers or not any(selector.values()):
            continue
        if matches(selector, other.labels):
            yield Problem(
                f"the selector of `{workload.id.name}` takes in pods of `{other.manifest.id.name}`, scaled too",
                ("spec", "scaleTargetRef"),
                fix="give each workload a label of its own in its selector",
                related=(
                    Place("this selector", workload, ("spec", "selector")),
                    Place("the other autoscaler", scalers[0], ("spec", "scaleTargetRef")),
                ),
            )

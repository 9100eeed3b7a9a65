"""two autoscaled workloads whose selectors take in each other's pods

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

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, mapping
from generator.facts.pod_index import PodIndex, by_namespace
from generator.facts.replicas import autoscalers_of, target_of
from generator.facts.selector import matches
from generator.model import Manifest, ObjectId
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.HPA, kinds.SCALED_OBJECT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    workload = cluster.by_id.get(target) if target else None
    pods = _pods(cluster).get(workload.id.namespace) if workload else None
    if workload is None or pods is None:
        return
    selector = mapping(workload.body, "spec", "selector")
    taken = pods.selected(selector) if any(selector.values()) else ()
    other = next((template for template in taken if template.manifest.id != workload.id), None)
    if other is None:
        return
    own = _scaled(cluster).get(workload.id)
    more = len(taken) - 1 - int(own is not None and matches(selector, own.labels))
    yield Problem(
        f"the selector of `{workload.id.name}` takes in pods of `{other.manifest.id.name}`"
        + (f" and of {more} more, scaled too" if more else ", scaled too"),
        ("spec", "scaleTargetRef"),
        fix="give each workload a label of its own in its selector",
        related=(
            Place("this selector", workload, ("spec", "selector")),
            Place("the other autoscaler", autoscalers_of(cluster, other.manifest)[0], ("spec", "scaleTargetRef")),
        ),
    )


@lru_cache(maxsize=8)
def _scaled(cluster: Cluster) -> Mapping[ObjectId, PodTemplate]:
    """The templates of the workloads that an autoscaler scales; one of two that are the same object."""
    return {t.manifest.id: t for t in cluster.templates if autoscalers_of(cluster, t.manifest)}


@lru_cache(maxsize=8)
def _pods(cluster: Cluster) -> Mapping[str, PodIndex[PodTemplate]]:
    return by_namespace(_scaled(cluster).values())

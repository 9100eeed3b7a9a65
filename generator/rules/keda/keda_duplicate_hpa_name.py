"""two ScaledObjects whose HPAs have one name

Why: The second ScaledObject takes over the HPA of the first, whose workload is then scaled by nobody. KEDA's webhook
refuses it, but only on a live cluster.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, verifyScaledObjects and getHpaName.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced: {horizontalPodAutoscalerConfig: {name: shared}}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: api, namespace: shop}
    spec:
      scaleTargetRef: {name: api}
      advanced: {horizontalPodAutoscalerConfig: {name: shared}}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Bad (a plain HPA has the name):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: api, namespace: shop}
    spec:
      scaleTargetRef: {name: api}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: keda-hpa-api, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: api, namespace: shop}
    spec:
      scaleTargetRef: {name: api}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.replicas import target_of
from generator.facts.scaled_object import hpa_name
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
_NAME = ("spec", "advanced", "horizontalPodAutoscalerConfig", "name")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name = hpa_name(manifest)
    for other in _makers(cluster)[manifest.id.namespace, name]:
        if other.id == manifest.id:
            if kind_name(other) == kinds.SCALED_OBJECT:
                return
            continue
        if target_of(other) == target_of(manifest):
            continue
        yield Problem(
            f"its HPA `{name}` is also that of {other.id.kind} `{other.id.name}`",
            _NAME,
            fix="give the HPA another name in advanced.horizontalPodAutoscalerConfig.name",
            related=(Place("the other one", other),),
        )
        return


@lru_cache(maxsize=8)
def _makers(cluster: Cluster) -> Mapping[tuple[str, str], tuple[Manifest, ...]]:
    """Who makes or is the HPA of a namespace and name: HPAs first, then ScaledObjects by name."""
    found: dict[tuple[str, str], list[Manifest]] = {}
    for hpa in cluster.all(kinds.HPA):
        found.setdefault((hpa.id.namespace, hpa.id.name), []).append(hpa)
    for scaled in sorted(cluster.all(kinds.SCALED_OBJECT), key=lambda one: one.id):
        found.setdefault((scaled.id.namespace, hpa_name(scaled)), []).append(scaled)
    return {key: tuple(items) for key, items in found.items()}

"""fallback with metricType Value before KEDA 2.18

Why: Older releases use fallback with AverageValue alone, so an outage of the source leaves the workload where it is.
Source: kedacore/keda pkg/fallback/fallback.go of 2.16 and 2.18 (6655).
Settings:
    products: {keda: "2.16"}
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: 3, replicas: 4}
      triggers:
        - type: prometheus
          metricType: Value
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: 3, replicas: 4}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.scaled_object import modifiers, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("fallback",)
_SINCE = (2, 18)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if cluster.version("keda") >= _SINCE or not mapping(manifest.body, "spec", "fallback") or modifiers(manifest):
        return
    found = [trigger for trigger in triggers(manifest) if not trigger.is_resource]
    if found and all(trigger.metric_type == "Value" for trigger in found):
        yield Problem(
            f"fallback is not used with metricType Value before KEDA 2.18 ({cluster.assumed('keda')} assumed)",
            ("spec", "fallback"),
            fix="use metricType AverageValue in a trigger, or update KEDA and products.keda",
        )

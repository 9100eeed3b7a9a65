"""fallback without a trigger that could use it

Why: cpu and memory are read by the HPA, not by KEDA, so no failure is ever counted; KEDA's webhook refuses it.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, CheckFallbackValid.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      fallback: {failureThreshold: 3, replicas: 4}
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      fallback: {failureThreshold: 3, replicas: 4}
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
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


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = list(triggers(manifest))
    if not mapping(manifest.body, "spec", "fallback") or modifiers(manifest) or not found:
        return
    if all(trigger.is_resource for trigger in found):
        yield Problem(
            "fallback is never used: every trigger is cpu or memory, which KEDA does not read itself",
            ("spec", "fallback"),
            fix="remove fallback, or add a trigger of another type",
        )

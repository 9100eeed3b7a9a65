"""fallback that scalingModifiers switch off

Why: Behaviour scalingModifiers needs a formula, and with modifiers KEDA reads their target as a whole number before it
falls back: a fraction quietly means no fallback at all.
Source: kedacore/keda pkg/fallback/fallback.go, validateFallback; scaledobject_webhook.go, FallbackScalingModifiers.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: 3, replicas: 4}
      advanced:
        scalingModifiers: {formula: load * 2, target: "1.5"}
      triggers:
        - type: prometheus
          name: load
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: 3, replicas: 4}
      advanced:
        scalingModifiers: {formula: load * 2, target: "2"}
      triggers:
        - type: prometheus
          name: load
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.scaled_object import modifiers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("fallback",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    fallback, used = mapping(manifest.body, "spec", "fallback"), modifiers(manifest)
    if not fallback:
        return
    if fallback.get("behavior") == "scalingModifiers" and not used.get("formula"):
        yield Problem(
            "fallback behavior scalingModifiers needs advanced.scalingModifiers.formula",
            ("spec", "fallback", "behavior"),
            fix="add a formula that says what counts when a trigger fails, or use another behavior",
        )
    target = used.get("target")
    if isinstance(target, str) and _number(target) and not (target.isdigit() and int(target) > 0):
        yield Problem(
            f"target `{target}` is no whole number, so KEDA never falls back",
            ("spec", "advanced", "scalingModifiers", "target"),
            fix="scale formula and target so that target is a whole number",
            severity="warning",
        )


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

"""named trigger that the formula does not use

Why: With a formula KEDA scales on its result alone; a trigger outside of it is read and does not count.
Source: https://keda.sh/docs/latest/concepts/scaling-deployments/#scaling-modifiers
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced:
        scalingModifiers: {formula: load, target: "2"}
      triggers:
        - type: prometheus
          name: load
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
        - type: kafka
          name: queue
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced:
        scalingModifiers: {formula: load, target: "2"}
      triggers:
        - type: prometheus
          name: load
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.formula import names, problem
from generator.facts.scaled_object import modifiers, triggers
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("scalingModifiers",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    formula = str(modifiers(manifest).get("formula") or "")
    if not formula or problem(formula):
        return
    used = names(formula)
    for trigger in triggers(manifest):
        if trigger.name and trigger.name not in used and not trigger.is_resource:
            yield Problem(
                f"the formula does not use the trigger `{trigger.name}`",
                trigger.at("name"),
                fix="use it in the formula, or remove the trigger",
                related=(Place("the formula", manifest, ("spec", "advanced", "scalingModifiers", "formula")),),
            )

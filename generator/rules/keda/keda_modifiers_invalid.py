"""scalingModifiers that KEDA refuses

Why: Formula and target belong together, the target is a positive number, and the formula may use the names of triggers
other than cpu and memory. KEDA's webhook refuses anything else, but only on a live cluster.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, ValidateAndCompileScalingModifiers.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced:
        scalingModifiers: {formula: load + queue, target: "2"}
      triggers:
        - type: prometheus
          name: load
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Bad (no target):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced:
        scalingModifiers: {formula: load}
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
      advanced:
        scalingModifiers: {formula: "load > 5 ? max(load, 10) : 1", target: "2"}
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
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("scalingModifiers",)
_PATH = ("spec", "advanced", "scalingModifiers")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    used = modifiers(manifest)
    formula, target = str(used.get("formula") or ""), str(used.get("target") or "")
    if not used:
        return
    if not formula:
        fix = "add a formula, or remove scalingModifiers"
        yield Problem("scalingModifiers have no formula", (*_PATH, "formula"), fix=fix)
    if formula and not target:
        fix = "say how much of it one replica takes"
        yield Problem("the formula has no target", (*_PATH, "target"), fix=fix)
    if target and not _positive(target):
        fix = 'write a number above 0, such as "2"'
        yield Problem(f"target `{target}` is no positive number", (*_PATH, "target"), fix=fix)
    if used.get("metricType") == "Utilization":
        fix = "use AverageValue or Value"
        yield Problem("metricType Utilization is not for a formula", (*_PATH, "metricType"), fix=fix)
    told = problem(formula) if formula else ""
    if told:
        yield Problem(f"the formula cannot be read: {told}", (*_PATH, "formula"), fix="correct the formula")
    elif formula:
        yield from _unknown_names(manifest, formula)


def _unknown_names(manifest: Manifest, formula: str) -> Iterator[Problem]:
    known = {trigger.name for trigger in triggers(manifest) if trigger.name and not trigger.is_resource}
    resources = {trigger.name for trigger in triggers(manifest) if trigger.name and trigger.is_resource}
    hyphened = sorted(one for one in known if "-" in one and one in formula and not set(one.split("-")) <= known)
    for one in hyphened:
        yield Problem(
            f"the formula reads the trigger's name `{one}` as a subtraction",
            (*_PATH, "formula"),
            fix="name triggers without hyphens, such as " + one.replace("-", "_"),
        )
    for name in sorted(names(formula) - known - {part for one in hyphened for part in one.split("-")}):
        why = "is a cpu or memory trigger" if name in resources else "is no trigger's name"
        yield Problem(
            f"the formula uses `{name}`, which {why}{did_you_mean(name, known)}",
            (*_PATH, "formula"),
            fix="use triggers of other types" if name in resources else "name the trigger so",
        )


def _positive(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False

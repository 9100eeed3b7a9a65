"""scaling policy that the API server refuses

Why: A policy is of type Pods or Percent, has a value above zero and a period of 1 to 1800 seconds, and a direction
that lists policies lists at least one.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, validateScalingRules and validateScalingPolicy.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {policies: [{type: Pods, value: 1, periodSeconds: 3600}]}}
Bad (none):
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleUp: {policies: []}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {selectPolicy: Min, policies: [{type: Percent, value: 10, periodSeconds: 1800}]}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, whole
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)
NEEDS = ("behavior",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for direction in ("scaleUp", "scaleDown"):
        rules = mapping(manifest.body, "spec", "behavior", direction)
        path: Path = ("spec", "behavior", direction)
        chosen = rules.get("selectPolicy")
        if chosen is not None and chosen not in ("Max", "Min", "Disabled"):
            yield Problem(f"`{chosen}` is no selectPolicy", (*path, "selectPolicy"), fix="one of Max, Min, Disabled")
        if rules.get("policies") == []:
            yield Problem(
                "a list of policies must not be empty", (*path, "policies"), fix="add a policy or drop the list"
            )
        for n, row in entries(rules, "policies"):
            for field, message in _faults(row):
                fix = "write Pods or Percent" if field == "type" else "write a number inside the bounds"
                yield Problem(message, (*path, "policies", n, field), fix=fix)


def _faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    value, period = whole(row, "value"), whole(row, "periodSeconds")
    if row.get("type") not in ("Pods", "Percent"):
        yield "type", f"`{row.get('type')}` is no type of policy: Pods or Percent"
    if value is not None and value <= 0:
        yield "value", f"a policy's value must be above zero, here is {value}"
    if period is not None and not 1 <= period <= 1800:
        yield "periodSeconds", f"periodSeconds goes from 1 to 1800, here is {period}"

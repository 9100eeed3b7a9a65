"""metric target whose value does not fit its type

Why: Each kind of metric knows only some targets and takes one of them; the API server refuses a metric without. A type
that names another field than the one given is read past, and misleads.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, validateMetricTarget and its callers.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageValue: 100m}}}]
Bad (utilization of pods' own metric):
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Pods, pods: {metric: {name: rps}, target: {type: Value, value: "5"}}}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics:
        - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
        - {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: "5"}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.facts.metrics import sources
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)

_FIELDS = {"Utilization": "averageUtilization", "AverageValue": "averageValue", "Value": "value"}
_TYPES = {
    "Resource": ("Utilization", "AverageValue"),
    "ContainerResource": ("Utilization", "AverageValue"),
    "Pods": ("AverageValue",),
    "Object": ("Value", "AverageValue"),
    "External": ("Value", "AverageValue"),
}


_ONE_ONLY = ("Resource", "ContainerResource", "External")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for kind, path, block in sources(manifest):
        target, here = mapping(block, "target"), (*path, "target")
        chosen = text(target, "type")
        fitting = _TYPES.get(kind, ())
        if not target or not fitting:
            continue
        given = [field for field in _FIELDS.values() if target.get(field) is not None]
        usable = [field for field in given if field in [_FIELDS[one] for one in fitting]]
        told = " and ".join(f"`{field}`" for field in given) or "no value"
        # The controller goes by the field that is given; the API server asks only that the type is one of three.
        works = chosen in _FIELDS and bool(usable) and not (len(usable) > 1 and kind in _ONE_ONLY)
        if chosen not in fitting:
            yield Problem(
                f"a {kind} metric has no target of type `{chosen}`",
                (*here, "type"),
                fix="use " + " or ".join(fitting),
                severity="warning" if works else "",
            )
        elif given != [_FIELDS[chosen]]:
            yield Problem(
                f"a target of type {chosen} wants `{_FIELDS[chosen]}`, here is {told}",
                here,
                fix=f"give `{_FIELDS[chosen]}` only",
                severity="warning" if works else "",
            )

"""cron window that asks for more than the maximum or no more than the minimum

Why: The HPA caps at maxReplicaCount, and what the minimum keeps anyway needs no window.
Source: https://keda.sh/docs/latest/scalers/cron/
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 3
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
Bad (no effect):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 5
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 2
      maxReplicaCount: 10
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, most, triggers
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("desiredReplicas",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    low, high = least(manifest), most(manifest)
    for trigger in triggers(manifest):
        text = trigger.metadata.get("desiredReplicas", "").strip()
        if trigger.type != "cron" or not (text.isascii() and text.isdigit() and int(text) > 0):
            continue
        wanted = int(text)
        path = trigger.parameter("desiredReplicas")
        if wanted > high:
            yield Problem(
                f"the window asks for {wanted} replicas, and maxReplicaCount is {high}",
                path,
                fix=f"raise maxReplicaCount to {wanted}, or ask for at most {high}",
                related=(Place("the maximum", manifest, ("spec", "maxReplicaCount")),),
            )
        elif wanted <= low:
            yield Problem(
                f"the window asks for {wanted} replicas, which minReplicaCount {low} keeps anyway",
                path,
                fix=f"ask for more than {low}, lower minReplicaCount, or remove the trigger",
                related=(Place("the minimum", manifest, ("spec", "minReplicaCount")),),
            )

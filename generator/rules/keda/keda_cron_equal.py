"""cron window that ends when it starts

Why: The cron scaler refuses equal expressions, so nothing scales.
Source: kedacore/keda pkg/scalers/cron_scaler.go, Validate.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 8 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.cron_schedule import problem
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("start",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        start, end = (trigger.metadata.get(key, "").strip() for key in ("start", "end"))
        if trigger.type == "cron" and start and start == end and not problem(start):
            yield Problem(
                f"start and end are both `{start}`",
                trigger.parameter("end"),
                fix="set end to the time at which the window closes",
            )

"""desiredReplicas that is no positive whole number

Why: The cron scaler refuses 0 and everything that is no number, so nothing scales.
Source: kedacore/keda pkg/scalers/cron_scaler.go, Validate.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: UTC, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "0"}
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
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("desiredReplicas",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        text = trigger.metadata.get("desiredReplicas", "").strip()
        if trigger.type == "cron" and text and not (text.isascii() and text.isdigit() and int(text) > 0):
            yield Problem(
                f"desiredReplicas is `{text}`, and a window needs a whole number from 1 on",
                trigger.parameter("desiredReplicas"),
                fix="write how many replicas the window wants, 1 or more",
            )

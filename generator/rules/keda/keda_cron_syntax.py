"""cron field that KEDA cannot read

Why: The cron scaler takes five fields: no seconds, no @daily, Sunday is 0, and a range may not run backwards. It
cannot be built otherwise, so nothing scales.
Source: kedacore/keda pkg/scalers/cron_scaler.go, Validate; github.com/robfig/cron v3 parser.go.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: UTC, start: "0 0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
Bad (descriptor):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: UTC, start: "@daily", end: "0 18 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: UTC, start: "0 8 * * mon-fri", end: "0 18 * * mon-fri", desiredReplicas: "5"}
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
NEEDS = ("start", "end")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        for key in ("start", "end") if trigger.type == "cron" else ():
            text = trigger.metadata.get(key, "").strip()
            told = problem(text) if text else ""
            if told:
                yield Problem(
                    f"{key} `{text}` is no cron expression for KEDA: {told}",
                    trigger.parameter(key),
                    fix='write minute, hour, day of month, month, day of week, such as "0 8 * * 1-5"',
                )

"""cron expression without a date

Why: KEDA looks five years ahead and finds none, so the window never opens or never closes.
Source: github.com/robfig/cron v3 spec.go, Next.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: UTC, start: "0 0 31 2 *", end: "0 18 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: UTC, start: "0 0 29 2 *", end: "0 0 1 3 *", desiredReplicas: "5"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.cron_schedule import fires, parse, problem
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
            if text and not problem(text) and not fires(parse(text)):
                yield Problem(
                    f"{key} `{text}` has no date in five years",
                    trigger.parameter(key),
                    fix="name a day that its months have",
                )

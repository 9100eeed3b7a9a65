"""cron window over midnight

Why: It is legal and often meant; where start and end were mixed up the workload is large at night and small by day.
Source: kedacore/keda pkg/scalers/cron_scaler.go, GetMetricsAndActivity.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 18 * * *", end: "0 8 * * *", desiredReplicas: "5"}
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
from generator.facts.cron_schedule import parse, problem
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = SCALED
NEEDS = ("start",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        start, end = (trigger.metadata.get(key, "").strip() for key in ("start", "end"))
        if trigger.type != "cron" or not start or not end or problem(start) or problem(end):
            continue
        begin, finish = parse(start), parse(end)
        if begin.calendar == finish.calendar and begin.times and finish.times and min(begin.times) > max(finish.times):
            yield Problem(
                f"the window of `{start}` to `{end}` covers the night",
                trigger.parameter("start"),
                fix="exchange start and end if the day was meant",
            )

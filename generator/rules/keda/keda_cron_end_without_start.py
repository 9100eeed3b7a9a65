"""cron window that stays open because it ends more often than it starts

Why: KEDA is inside a window unless the next start comes before the next end. After an end that is followed by another
end it stays inside: a start on weekdays with an end on all days scales through the weekend.
Source: kedacore/keda pkg/scalers/cron_scaler.go, GetMetricsAndActivity.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * 1-5", end: "0 18 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * 1-5", end: "0 18 * * 1-5", desiredReplicas: "5"}
Good (a clock change skips one start in the year):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "30 2 * * *", end: "0 4 * * *", desiredReplicas: "5"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.cron_schedule import fires, parse
from generator.facts.cron_windows import local, of_trigger
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = SCALED
NEEDS = ("timezone",)
_CLOCK_CHANGES = 2


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        found = of_trigger(trigger.type, trigger.metadata)
        # Start and end at one moment are a fault of their own, with the same consequence.
        if found is None or found.together or len(found.stretched) <= _CLOCK_CHANGES:
            continue
        if not fires(parse(trigger.metadata["start"].strip())):
            continue  # a start without a date is told as such
        after, until = found.stretched[0]
        yield Problem(
            f"no start between the ends of {local(after, found.zone)} and {local(until, found.zone)}, so KEDA stays "
            "inside the window between them",
            trigger.parameter("end"),
            fix="let end fire only on days on which start does",
            note=f"{len(found.stretched)} times in 400 days",
        )

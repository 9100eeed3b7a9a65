"""cron window whose start and end fire at one moment

Why: KEDA is inside a window unless the next start comes before the next end; when both come at once it stays inside
all the time up to that moment.
Source: kedacore/keda pkg/scalers/cron_scaler.go, GetMetricsAndActivity.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 8 * * 1-5", desiredReplicas: "5"}
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
from generator.facts.cron_windows import local, of_trigger
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("timezone",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        found = of_trigger(trigger.type, trigger.metadata)
        if found and found.together:
            yield Problem(
                f"start and end both fire on {local(found.together[0], found.zone)}, so KEDA is inside the window "
                "until then",
                trigger.parameter("end"),
                fix="let the window end at another time than it starts",
                note=f"{len(found.together)} times in 400 days",
            )

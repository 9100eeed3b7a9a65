"""time zone that the time zone database does not have

Why: The scaler fails at each poll and nothing scales. Abbreviations of summer time such as CEST are no zones.
Source: kedacore/keda pkg/scalers/cron_scaler.go (time.LoadLocation); IANA time zone database.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Munich, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
Bad (abbreviation):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: CEST, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
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
from generator.facts.cron_windows import nearest_zone, zone_problem
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("timezone",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        zone = trigger.metadata.get("timezone", "").strip()
        told = zone_problem(zone) if trigger.type == "cron" else ""
        if told:
            near = nearest_zone(zone)
            yield Problem(
                told + (f", did you mean `{near}`?" if near else ""),
                trigger.parameter("timezone"),
                fix="name a zone by continent and city, such as Europe/Berlin, or UTC",
            )

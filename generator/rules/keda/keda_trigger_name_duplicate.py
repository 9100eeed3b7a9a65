"""two triggers with one name

Why: KEDA's webhook refuses it: names tell triggers apart in formulas and metrics.
Source: kedacore/keda apis/keda/v1alpha1/scaletriggers_types.go, ValidateTriggers.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          name: hours
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 10 * * *", desiredReplicas: "5"}
        - type: cron
          name: hours
          metadata: {timezone: Europe/Berlin, start: "0 16 * * *", end: "0 18 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          name: morning
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 10 * * *", desiredReplicas: "5"}
        - type: cron
          name: evening
          metadata: {timezone: Europe/Berlin, start: "0 16 * * *", end: "0 18 * * *", desiredReplicas: "5"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    seen: dict[str, Trigger] = {}
    for trigger in triggers(manifest):
        first = seen.setdefault(trigger.name, trigger) if trigger.name else trigger
        if first is not trigger:
            yield Problem(
                f"two triggers are called `{trigger.name}`",
                trigger.at("name"),
                fix="give each trigger its own name",
                related=(Place("the first one", manifest, first.at("name")),),
            )

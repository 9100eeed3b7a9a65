"""cron windows of one ScaledObject that overlap

Why: While both are open the larger number counts, not the sum and not the later one. A peak inside a longer window is
meant so; windows that overlap at an end seldom are.
Source: https://keda.sh/docs/latest/scalers/cron/ (the HPA takes the highest metric).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 17 * * *", end: "0 20 * * *", desiredReplicas: "8"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 18 * * *", end: "0 20 * * *", desiredReplicas: "8"}
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from generator.facts.cluster import Cluster
from generator.facts.cron_windows import Windows, local, of_trigger, overlap, within
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = SCALED
NEEDS = ("timezone",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    windows = [(t, found) for t in triggers(manifest) if (found := of_trigger(t.type, t.metadata))]
    for (one, first), (other, second) in combinations(windows, 2):
        both = None if first.together or second.together else overlap(first, second)
        if both is None or one.metadata == other.metadata:
            continue
        peak = _peak(one, first, other, second) or _peak(other, second, one, first)
        yield Problem(
            f"two windows are open from {local(both[0], first.zone)} to {local(both[1], first.zone)}: "
            f"{max(_replicas(one), _replicas(other))} replicas count there, the larger number",
            other.parameter("start"),
            fix="let one window end where the other starts",
            severity="info" if peak else "warning",
            related=(Place("the other window", manifest, one.path),),
        )


def _peak(one: Trigger, inner: Windows, other: Trigger, outer: Windows) -> bool:
    """Whether one trigger asks for more than the other, and only while that one's window is open anyway."""
    return _replicas(one) > _replicas(other) and within(inner, outer)


def _replicas(trigger: Trigger) -> int:
    text = trigger.metadata.get("desiredReplicas", "").strip()
    return int(text) if text.isascii() and text.isdigit() else 0

"""time interval that Alertmanager refuses

Why: A range ends after it begins, within one day, month or year: a night has to be written as two ranges. The whole
configuration is refused otherwise.
Source: alertmanager timeinterval/timeinterval.go.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      muteTimeIntervals:
        - name: nights
          timeIntervals: [{times: [{startTime: "22:00", endTime: "06:00"}]}]
Bad (days):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      muteTimeIntervals:
        - name: late
          timeIntervals: [{daysOfMonth: [{start: -3, end: 5}]}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      muteTimeIntervals:
        - name: nights
          timeIntervals:
            - times: [{startTime: "22:00", endTime: "24:00"}, {startTime: "00:00", endTime: "06:00"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled
from generator.facts.route_timing import interval_names, interval_rows
from generator.facts.time_intervals import read, zone_fault
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("muteTimeIntervals", "timeIntervals")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    names = list(interval_names(manifest))
    for path, name in names:
        if not name:
            yield Problem("the time interval has no name", path, fix="name it")
    for n, first, name in doubled((n, name) for n, (_, name) in enumerate(names)):
        yield Problem(
            f"two time intervals are named `{name}`",
            (*names[n][0], "name"),
            fix="put their times into one, or rename it",
            related=(Place("the first one", manifest, (*names[first][0], "name")),),
        )
    for _, path, row in interval_rows(manifest):
        for where, message, fix in [*read(row)[1], *zone_fault(row)]:
            yield Problem(message, (*path, *where), fix=fix)

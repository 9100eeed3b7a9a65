"""time interval that no minute is in, or a route that is never told

Why: An interval without a minute mutes nothing; a route muted at all times, or active only while muted, sends
nothing.
Source: alertmanager timeinterval/timeinterval.go, TimeInterval.ContainsTime.
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
        - name: never
          timeIntervals: [{months: [february], daysOfMonth: [{start: 30, end: 31}]}]
Bad (muted always):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: severity, value: "info", matchType: "="}], muteTimeIntervals: [always]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      muteTimeIntervals:
        - name: always
          timeIntervals:
            - times: [{startTime: "00:00", endTime: "12:00"}]
            - times: [{startTime: "12:00", endTime: "24:00"}]
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
        - name: leap
          timeIntervals: [{months: [february], daysOfMonth: [{start: 29, end: 29}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster
from generator.facts.route_timing import intervals_of, named_intervals
from generator.facts.time_intervals import always, ever, outside
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("muteTimeIntervals", "timeIntervals")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = named_intervals(manifest)
    for name, (path, intervals) in known.items():
        if intervals and not ever(intervals):
            yield Problem(f"no minute lies in the interval `{name}`", path, fix="mend its days and months")
    for route in every_route(manifest, cluster):
        muted = intervals_of(known, route, "muteTimeIntervals")
        active = intervals_of(known, route, "activeTimeIntervals")
        if muted and always(muted):
            told = "the route is muted at all times"
            yield Problem(told, (*route.path, "muteTimeIntervals"), fix="remove the route, or narrow the intervals")
        elif muted and active and not outside(active, muted):
            told = "the route is muted whenever it is active"
            yield Problem(told, (*route.path, "activeTimeIntervals"), fix="mend one of the two")

"""route that names a time interval nobody defines

Why: The operator refuses the whole object; intervals of other objects are out of reach.
Source: prometheus-operator pkg/alertmanager/validation, validateTimeIntervals and checkTimeIntervals.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: severity, value: "info", matchType: "="}], muteTimeIntervals: [nights]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: severity, value: "info", matchType: "="}], muteTimeIntervals: [nights]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      muteTimeIntervals:
        - name: nights
          timeIntervals: [{times: [{startTime: "22:00", endTime: "24:00"}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster, rows
from generator.facts.route_timing import named_intervals
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("muteTimeIntervals", "activeTimeIntervals")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = named_intervals(manifest)
    for route in every_route(manifest, cluster):
        for key in ("muteTimeIntervals", "activeTimeIntervals"):
            for n, name in enumerate(rows(route.body, key)):
                if isinstance(name, str) and name not in known:
                    yield Problem(
                        f"there is no time interval `{name}`{did_you_mean(name, known)}",
                        (*route.path, key, n),
                        fix="define it in the same object",
                    )

"""times of a route that contradict each other

Why: A group interval of zero is refused; a repeat interval below the group interval is rounded up to it, so that
what is written does not happen.
Source: https://prometheus.io/docs/alerting/latest/configuration/#route and alertmanager config/config.go,
Route.UnmarshalYAML.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupInterval: 5m, repeatInterval: 1m}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Bad (zero):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupInterval: 0s}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Bad (waits too long):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupWait: 10m, groupInterval: 5m}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupWait: 30s, groupInterval: 5m, repeatInterval: 4h}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route, spelt
from generator.facts.cluster import Cluster
from generator.facts.promql_duration import written
from generator.facts.route_timing import DEFAULTS, own, timing
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("groupWait", "groupInterval", "repeatInterval")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for route in every_route(manifest, cluster):
        said = {key: value for key in DEFAULTS if (value := own(route, key)) is not None}
        zero = [key for key in ("groupInterval", "repeatInterval") if said.get(key) == 0]
        for key in zero:
            word = spelt(manifest, key)
            yield Problem(f"`{word}` cannot be zero", (*route.path, key), fix=f"set {word} to 5m or more")
        if zero or not said:
            continue
        wait, group, repeat = (timing(route, key) for key in DEFAULTS)
        at = (*route.path, "repeatInterval" if "repeatInterval" in said else next(iter(said)))
        if ("repeatInterval" in said or "groupInterval" in said) and repeat < group:
            told = f"repeats come every {written(repeat)}, but groups are looked at every {written(group)} only"
            yield Problem(told, at, fix="repeat less often than the group interval", severity="warning")
        elif ("repeatInterval" in said or "groupInterval" in said) and repeat % group:
            told = f"{written(repeat)} is no multiple of the group interval {written(group)}, repeats come later"
            yield Problem(told, at, fix="make it a multiple", severity="info")
        if "groupWait" in said and wait > group:
            told = f"the first notification waits {written(wait)}, later ones {written(group)}"
            yield Problem(told, (*route.path, "groupWait"), fix="wait less than the group interval", severity="warning")

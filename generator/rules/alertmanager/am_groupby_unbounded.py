"""grouping that makes a notification of each series

Why: Grouped by pod or instance, one outage is told once for every pod.
Source: https://prometheus.io/docs/alerting/latest/alertmanager/#grouping
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupBy: [pod]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team, groupBy: [job]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("groupBy",)
_MANY = ("...", "pod", "instance", "id", "pod_name", "container_id")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for route in every_route(manifest, cluster):
        for n, name in enumerate(rows(route.body, "groupBy")):
            if name in _MANY:
                yield Problem(
                    f"grouping by `{name}` sends a notification for each",
                    (*route.path, "groupBy", n),
                    fix="group by service",
                )

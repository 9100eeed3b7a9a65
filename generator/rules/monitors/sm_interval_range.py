"""scrape interval so long that common rates see no two samples

Why: A query sees a sample for five minutes, and rate() needs two within its range: beyond two minutes graphs and
alerts have gaps.
Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, interval: 5m}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, interval: 1m}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.promql_duration import seconds
from generator.facts.scraping import endpoints
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)
_LONGEST = 120


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        every = seconds(endpoint.body.get("interval"))
        if every is not None and every > _LONGEST:
            yield Problem(
                f"a scrape every {endpoint.body['interval']} leaves gaps in rate(...[5m])",
                (*endpoint.path, "interval"),
                fix="scrape every 2m or more often",
            )

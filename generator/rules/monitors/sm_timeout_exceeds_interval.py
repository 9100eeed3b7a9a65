"""scrape that may take longer than the time between two

Why: The operator refuses the whole monitor, so that nothing of it is scraped.
Source: prometheus-operator pkg/prometheus/resource_selector.go, validateScrapeIntervalAndTimeout.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, interval: 15s, scrapeTimeout: 30s}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, interval: 30s, scrapeTimeout: 15s}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.promql_duration import written
from generator.facts.scraping import endpoints, interval, timeout
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
NEEDS = ("scrapeTimeout",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        limit, taken = interval(endpoint, cluster), timeout(endpoint, cluster)
        if taken > limit:
            yield Problem(
                f"a scrape may take {written(taken)}, but the next one begins after {written(limit)}",
                (*endpoint.path, "scrapeTimeout"),
                fix=f"set scrapeTimeout to {written(limit)} or less",
            )

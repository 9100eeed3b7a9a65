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
from generator.facts.promql_duration import seconds, written
from generator.facts.scraping import endpoints
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
NEEDS = ("interval", "scrapeInterval")
_LONGEST, _LOOKBACK = 120, 300


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        field = endpoint.interval_field
        every = seconds(endpoint.body.get(field))
        probes = manifest.id.kind == "Probe"
        longest, what = (_LOOKBACK, "queries, which see a sample for 5m") if probes else (_LONGEST, "rate(...[5m])")
        if every is not None and every > longest:
            yield Problem(
                f"a scrape every {endpoint.body[field]} leaves gaps in {what}",
                (*endpoint.path, field),
                fix=f"scrape every {written(longest)} or more often",
            )

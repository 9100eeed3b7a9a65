"""endpoint with two ports, or with none

Why: With both, `port` wins and `targetPort` is ignored; with neither every port of the Service is scraped, or none.
Source: prometheus-operator pkg/prometheus/promcfg.go, generateServiceMonitorConfig.
Bad (both):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, targetPort: 9090}]
Bad (neither):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{path: /metrics}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scraping import endpoints
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_MONITOR,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        target = endpoint.body.get("targetPort")
        if endpoint.port and target is not None:
            yield Problem(
                f"`targetPort: {target}` is ignored, `port: {endpoint.port}` wins",
                (*endpoint.path, "targetPort"),
                fix="keep one of them",
            )
        elif not endpoint.port and target is None:
            fix = "name the port of the Service"
            yield Problem("the endpoint names no port", endpoint.path, fix=fix, severity="error")

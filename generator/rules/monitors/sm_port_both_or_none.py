"""endpoint with two ports, or with none

Why: With both, `port` wins and `targetPort` is ignored; with neither every port is scraped, also those without
metrics, which then look down.
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
from generator.facts.fields import text
from generator.facts.scraping import Endpoint, endpoints, relabelings
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    of_pods = manifest.id.kind == "PodMonitor"
    fields = ("port", "portNumber", "targetPort") if of_pods else ("port", "targetPort")
    what = "pods" if of_pods else "Service"
    for endpoint in endpoints(manifest):
        named = [field for field in fields if endpoint.body.get(field) not in (None, "")]
        for field in named[1:]:
            first = named[0]
            yield Problem(
                f"`{field}: {endpoint.body[field]}` is ignored, `{first}: {endpoint.body[first]}` wins",
                (*endpoint.path, field),
                fix="keep one of them",
            )
        if not named and not _chosen(endpoint):
            yield Problem(
                f"the endpoint names no port, so every port of the {what} is scraped",
                endpoint.path,
                fix=f"name the port of the {what}",
            )


def _chosen(endpoint: Endpoint) -> bool:
    """Whether relabelling chooses among the ports, or writes the address itself."""
    return any(
        row.get("targetLabel") == "__address__" or text(row, "action").lower() in ("keep", "drop")
        for _, row, samples in relabelings(endpoint)
        if not samples
    )

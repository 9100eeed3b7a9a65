"""relabelling that Prometheus refuses

Why: One bad relabelling makes the operator drop the whole monitor.
Source: prometheus-operator pkg/prometheus/validation/validator.go and
https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
Bad (no modulus):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, relabelings: [{action: hashmod, targetLabel: x}]}]
Bad (no target):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, metricRelabelings: [{sourceLabels: [a], regex: b}]}]
Bad (regular expression):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, relabelings: [{action: drop, sourceLabels: [a], regex: "(?=b)"}]}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, relabelings: [{sourceLabels: [a], regex: "(.*)", targetLabel: b}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.relabeling import problems
from generator.facts.scraping import endpoints, relabelings
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
NEEDS = ("relabelings", "metricRelabelings", "relabelingConfigs")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    version = cluster.version("prometheus")
    for endpoint in endpoints(manifest):
        for place, row, _ in relabelings(endpoint):
            for key, message, fix, severity in problems(row, version, cluster.assumed("prometheus")):
                yield Problem(message, (*place, key) if key in row else place, fix=fix, severity=severity)

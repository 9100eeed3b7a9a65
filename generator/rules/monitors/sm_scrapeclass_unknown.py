"""scrape class that no Prometheus defines

Why: The operator refuses a monitor whose scrape class the Prometheus that selects it does not have.
Source: prometheus-operator pkg/prometheus/resource_selector.go.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
      scrapeClass: mtls
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: shop}
    spec: {scrapeClasses: [{name: mesh}]}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
      scrapeClass: mtls
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: shop}
    spec: {scrapeClasses: [{name: mtls}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.selecting import PROMETHEUS, PROMETHEUS_AGENT
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
NEEDS = ("scrapeClass",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    wanted = text(manifest.body, "spec", "scrapeClass")
    owners = cluster.all(PROMETHEUS, PROMETHEUS_AGENT)
    if not wanted or not owners:
        return
    known = {text(row, "name") for owner in owners for _, row in entries(owner.body, "spec", "scrapeClasses")}
    if wanted not in known:
        yield Problem(
            f"no Prometheus has a scrape class `{wanted}`{did_you_mean(wanted, known)}",
            ("spec", "scrapeClass"),
            fix="define it under scrapeClasses of the Prometheus",
            related=(Place("this Prometheus", owners[0], ("spec",)),),
        )

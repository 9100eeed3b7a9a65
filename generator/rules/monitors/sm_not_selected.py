"""monitor that no Prometheus takes up

Why: Prometheus takes the monitors whose labels its selectors match, in the namespaces they match; all others are
ignored without a word.
Source: the API reference of prometheus-operator, Prometheus.spec.serviceMonitorSelector,
podMonitorSelector, probeSelector and scrapeConfigSelector.
Settings:
    monitoring: {monitorLabels: {release: kps}}
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
Bad (PodMonitor):
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      podMetricsEndpoints: [{port: metrics}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop, labels: {release: kps}}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.selecting import POD_MONITORS, PROBES, SCRAPE_CONFIGS, SERVICE_MONITORS, Verdict, verdicts
from generator.rules.problem import Place, Problem

SEVERITY = "error"
FLEET = True
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)


def check(cluster: Cluster) -> Iterator[Problem]:
    for what in (SERVICE_MONITORS, POD_MONITORS, PROBES, SCRAPE_CONFIGS):
        for verdict in verdicts(cluster, what):
            yield Problem(
                verdict.message,
                verdict.path,
                fix=verdict.fix,
                severity=verdict.severity,
                manifest=verdict.manifest,
                related=_selector(verdict),
            )


def _selector(verdict: Verdict) -> tuple[Place, ...]:
    if verdict.selector is None:
        return ()
    return (Place("selects others", verdict.selector, ("spec", verdict.field)),)

"""service that nobody watches

Why: No monitor scrapes it and no alert names it: that it is down is heard from its users.
Source: https://sre.google/sre-book/monitoring-distributed-systems/. Told in production, of workloads behind a
Service, where monitors or alerts are here at all; metrics of the mesh and of the cluster count when an alert names
the workload or its namespace.
Settings:
    stage: production
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: 'up{namespace="depot"} == 0'}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: 'up{job="web"} == 0'}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds, scraping
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts
from generator.facts.services import services_of
from generator.facts.virtual_services import stage
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.ROLLOUT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if stage(cluster) != "production" or not cluster.all(kinds.PROMETHEUS_RULE, *_MONITORS):
        return
    template = cluster.template(manifest)
    services = services_of(cluster, template) if template else ()
    if not services or id(manifest) in _scraped(cluster):
        return
    names = {manifest.id.name, manifest.id.namespace, *(service.id.name for service in services)}
    hosts = {f"{service.id.name}.{service.id.namespace}.svc.cluster.local" for service in services}
    if not (names | hosts) & _named(cluster):
        yield Problem("no monitor and no alert is about it", ("metadata", "name"), fix="add a monitor or an alert")


_MONITORS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)


@lru_cache(maxsize=8)
def _scraped(cluster: Cluster) -> frozenset[int]:
    """The workloads that some monitor scrapes, by `id`."""
    monitors = cluster.all(*_MONITORS)
    return frozenset(id(pod.manifest) for monitor in monitors for _, pod, _ in scraping.scrapes(monitor, cluster))


@lru_cache(maxsize=8)
def _named(cluster: Cluster) -> frozenset[str]:
    """What the matchers of all alerts ask for by name."""
    read = [rule.expression for rule in alerts(cluster) if rule.expression is not None]
    return frozenset(m.value for node in read for s in tree.selectors(node) for m in s.matchers if m.sign == "=")

"""alert about a metric that nobody collects

Why: The metric bears the name of a Service here, and no monitor scrapes it: the alert never fires.
Source: https://prometheus.io/docs/practices/naming/#metric-names (the first word names the application) and pint
promql/series
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec: {groups: [{name: web, rules: [{alert: Queue, expr: "web_queue_length > 10"}]}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec: {groups: [{name: web, rules: [{alert: Queue, expr: "web_queue_length > 10"}]}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds, scraping
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.operators import may_make_pods
from generator.facts.prometheus_rules import alerts_of, records
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known, recorded = _unscraped(cluster), records(cluster)
    for rule in alerts_of(manifest, cluster) if known else ():
        for name in sorted(tree.metrics(rule.expression)) if rule.expression is not None else ():
            words = name.split("_")
            owners = ("_".join(words[:n]) for n in range(len(words) - 1, 0, -1))
            service = next((known[owner] for owner in owners if owner in known), None)
            if service is not None and name not in recorded and ":" not in name:
                yield Problem(
                    f"`{name}` looks like a metric of Service `{service.id.name}`, which no monitor scrapes",
                    rule.expr_path,
                    fix="add a ServiceMonitor, or mend the name",
                    related=(Place("the Service", service),),
                )
                break


@lru_cache(maxsize=8)
def _unscraped(cluster: Cluster) -> Mapping[str, Manifest]:
    """The Services whose pods no monitor scrapes, by their name as a metric begins with it."""
    monitors = cluster.all(kinds.SERVICE_MONITOR, kinds.POD_MONITOR)
    scraped = {id(pod.manifest) for monitor in monitors for _, pod, _ in scraping.scrapes(monitor, cluster)}
    found: dict[str, Manifest] = {}
    taken: set[str] = set()
    for service in cluster.all(kinds.SERVICE):
        name = service.id.name.replace("-", "_")
        behind = cluster.behind(service)
        if not behind or may_make_pods(cluster, service.id.namespace) or any(id(t.manifest) in scraped for t in behind):
            taken.add(name)
        else:
            found.setdefault(name, service)
    return {name: service for name, service in found.items() if name not in taken}

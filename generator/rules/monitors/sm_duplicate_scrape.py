"""one port scraped by two monitors

Why: Both write the same series under different jobs: sums count twice, and the storage too.
Source: https://prometheus-operator.dev/docs/developer/getting-started/
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{name: metrics, containerPort: 9090}]}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      podMetricsEndpoints: [{port: metrics}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{name: metrics, containerPort: 9090}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scraping import Endpoint, Target, targets
from generator.model import Path
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
FLEET = True
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)


def check(cluster: Cluster) -> Iterator[Problem]:
    first: dict[Target, Endpoint] = {}
    told: set[tuple[int, int, Path]] = set()
    for monitor in cluster.all(*KINDS):
        for endpoint, target in targets(monitor, cluster):
            other = first.setdefault(target, endpoint)
            pair = (id(other.manifest), id(monitor), endpoint.path)
            if other is endpoint or pair in told:
                continue
            told.add(pair)
            yield Problem(
                f"port {target[2]} of `{target[1]}` is scraped by `{other.manifest.id.name}` too",
                endpoint.path,
                fix="keep one of the monitors",
                manifest=monitor,
                related=(Place("the other endpoint", other.manifest, other.path),),
            )

"""endpoint whose targetPort no pod has

Why: `targetPort` is looked up among the container ports of the pods behind the Service; one that no container
declares is not scraped.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{targetPort: metrcs}]
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
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{targetPort: metrics}]
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

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.scraping import endpoints, services
from generator.facts.services import declared_ports, pods_behind
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR,)
NEEDS = ("targetPort",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    behind = _behind(cluster)
    found = [behind[id(service)] for service in services(manifest, cluster) if id(service) in behind]
    for endpoint in endpoints(manifest):
        target = endpoint.body.get("targetPort")
        if not isinstance(target, int | str) or isinstance(target, bool) or endpoint.port or not found:
            continue
        if not any(target in known for _, known in found):
            names = sorted({name for _, known in found for name in known if isinstance(name, str)})
            first = found[0][0]
            yield Problem(
                f"no container behind its Services declares the port `{target}`{did_you_mean(str(target), names)}",
                (*endpoint.path, "targetPort"),
                fix="name a port of the containers",
                related=(Place("these pods", first.manifest, (*first.path, "spec", "containers")),),
            )


@lru_cache(maxsize=8)
def _behind(cluster: Cluster) -> Mapping[int, tuple[PodTemplate, frozenset[int | str]]]:
    """The first pods behind each Service that has any, by `id`, and the numbers and names of all their ports."""
    found: dict[int, tuple[PodTemplate, frozenset[int | str]]] = {}
    for service in cluster.all(kinds.SERVICE):
        templates = pods_behind(cluster, service)
        declared = [port for template in templates for port in declared_ports(cluster, template)]
        if templates:
            named = {port.name for port in declared if port.name}
            found[id(service)] = templates[0], frozenset({*named, *(port.number for port in declared)})
    return found

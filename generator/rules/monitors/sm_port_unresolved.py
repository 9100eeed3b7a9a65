"""endpoint whose port is no port name of the Service

Why: `port` is the name of a port of the Service; a number, or the name of a container port, is found nowhere and
nothing is scraped.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint
Bad (a number):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: "9090"}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
Bad (name of the container port):
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
    spec: {selector: {app: web}, ports: [{name: http-metrics, port: 9090, targetPort: metrics}]}
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
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scraping import endpoints, services
from generator.facts.services import ServicePort, service_ports
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR,)
NEEDS = ("port",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = services(manifest, cluster)
    for endpoint in endpoints(manifest):
        name = endpoint.port
        if not name or not found:
            continue
        known = [(service, port) for service in found for port in service_ports(cluster, service)]
        if any(port.name == name for _, port in known):
            continue
        yield Problem(
            f"no Service it selects has a port named `{name}`{_hint(name, [port for _, port in known])}",
            (*endpoint.path, "port"),
            fix="give the name of a port of the Service",
            related=(Place("its ports", found[0], ("spec", "ports")),),
        )


def _hint(name: str, known: list[ServicePort]) -> str:
    for port in known:
        if port.name and name in (str(port.port), str(port.target)):
            return f", that port is named `{port.name}`"
    return did_you_mean(name, [port.name for port in known])

"""PodMonitor endpoint whose port no container has

Why: `port` is the name of a container port; pods without a port of that name are not scraped.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      podMetricsEndpoints: [{port: metrics}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{name: http-metrics, containerPort: 9090}]}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      podMetricsEndpoints: [{port: metrics}]
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
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.scraping import Endpoint, endpoints, pods
from generator.facts.services import container_ports
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
KINDS = (kinds.POD_MONITOR,)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for template in pods(manifest, cluster):
        names = [port.name for port in container_ports(template) if port.name]
        for endpoint in endpoints(manifest):
            if not endpoint.port:
                yield from _by_target(endpoint, template)
                continue
            if endpoint.port in names:
                continue
            injected = endpoint.port.endswith("-envoy-prom")
            if not injected:
                yield Problem(
                    f"the pods of `{template.manifest.id.name}` have no port named `{endpoint.port}`"
                    + did_you_mean(endpoint.port, names),
                    (*endpoint.path, "port"),
                    fix="give the name of a container port",
                    related=(Place("these pods", template.manifest, (*template.path, "spec", "containers")),),
                )


_SIDECAR: frozenset[int | str] = frozenset((15020, 15090))
"""Ports of an injected mesh proxy that serve metrics."""


def _by_target(endpoint: Endpoint, template: PodTemplate) -> Iterator[Problem]:
    """An endpoint that names a container port by its number, or by the older targetPort."""
    field = "portNumber" if endpoint.body.get("portNumber") is not None else "targetPort"
    wanted = endpoint.body.get(field)
    declared = list(container_ports(template))
    known = {port.number for port in declared} | {port.name for port in declared if port.name}
    if isinstance(wanted, int | str) and not isinstance(wanted, bool) and wanted and wanted not in known | _SIDECAR:
        yield Problem(
            f"the pods of `{template.manifest.id.name}` declare no port `{wanted}`",
            (*endpoint.path, field),
            fix="give a port that a container declares",
            related=(Place("these pods", template.manifest, (*template.path, "spec", "containers")),),
        )

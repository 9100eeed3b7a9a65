"""targetPort that names no port of the pods behind the Service

Why: Endpoints of that port stay empty and every connection is refused.
Source: kubernetes pkg/api/v1/pod/util.go, FindPort.
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{name: web, containerPort: 8080}]}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          initContainers:
            - {name: proxy, image: "proxy:1", restartPolicy: Always, ports: [{name: http, containerPort: 8080}]}
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.services import container_ports, landing, ports
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
KINDS = (kinds.SERVICE,)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for port in ports(manifest):
        if not isinstance(port.target, str) or port.target.isdigit():
            continue
        for template in cluster.behind(manifest):
            if landing(template, port) is not None:
                continue
            names = [declared.name for declared in container_ports(template) if declared.name]
            told = "of protocol " + port.protocol if port.target in names else "of that name"
            yield Problem(
                f"the pods of `{template.manifest.id.name}` have no port `{port.target}`"
                + (f" {told}" if port.target in names else did_you_mean(port.target, names)),
                (*port.path, "targetPort" if "targetPort" in _row(manifest, port.position) else "port"),
                fix="name a container port, or give its number",
                related=(Place("these pods", template.manifest, (*template.path, "spec", "containers")),),
            )


def _row(manifest: Manifest, position: int) -> Mapping[str, Any]:
    return mapping(manifest.body, "spec", "ports", position)

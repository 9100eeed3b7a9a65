"""targetPort that the pods behind the Service do not declare

Why: A container that declares ports but not this one usually does not listen there, and connections are refused.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{containerPort: 8000}]}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8000}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{containerPort: 8000}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.services import declared_ports, pods_behind, service_ports
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "warning"
KINDS = (kinds.SERVICE,)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for port in service_ports(cluster, manifest):
        if not isinstance(port.target, int):
            continue
        for template in pods_behind(cluster, manifest):
            declared = sorted({known.number for known in declared_ports(cluster, template)})
            if declared and port.target not in declared:
                told = ", ".join(map(str, declared))
                yield Problem(
                    f"the pods of `{template.manifest.id.name}` declare {told}, not {port.target}",
                    (*port.path, "targetPort"),
                    fix="send to a declared port, or declare this one",
                    related=(Place("these pods", template.manifest, (*template.path, "spec", "containers")),),
                )

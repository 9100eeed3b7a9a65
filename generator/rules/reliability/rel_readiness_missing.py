"""container behind a Service without a readiness probe

Why: It gets requests from the moment it starts, before it can answer, and while it is overloaded.
Source: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              ports: [{containerPort: 8080}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              ports: [{containerPort: 8080}]
              readinessProbe: {tcpSocket: {port: 8080}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get
from generator.facts.fields import text
from generator.facts.privileges import AUTO
from generator.facts.services import ServicePort, landing, ports, running, services_of
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    told: set[Path] = set()
    for service in services_of(cluster, template):
        # Asked to, a Service sends to pods whether they are ready or not.
        for port in ports(service) if get(service.body, "spec", "publishNotReadyAddresses") is not True else ():
            found = _behind(template, port)
            if found is None or found[0] in told or found[1].get("readinessProbe"):
                continue
            told.add(found[0])
            yield Problem(
                f"Service `{service.id.name}` sends requests to container `{text(found[1], 'name')}` at any time",
                found[0],
                fix="add a readinessProbe",
                related=(Place("the Service", service, port.path),),
            )


def _behind(template: PodTemplate, port: ServicePort) -> tuple[Path, Mapping[str, Any]] | None:
    """The container that a Service's port leads to; the only one when none declares the port."""
    every = [each for each in running(template) if each[1].get("image") != AUTO]
    declared = landing(template, port)
    if declared is not None:
        return next((each for each in every if declared.path[: len(each[0])] == each[0]), None)
    return every[0] if len(every) == 1 else None

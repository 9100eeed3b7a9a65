"""pod that stops while requests still arrive

Why: Endpoints are removed while the pod stops: without a pause before the end the last requests meet a closed port.
Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination. Pods with a sidecar of the
mesh are drained by it.
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
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080}], lifecycle: {preStop: {sleep: {seconds: 5}}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.services import landing, ports, running, services_of
from generator.facts.sidecars import injected
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS
NEEDS = ("containerPort",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or injected(cluster, template) is True:
        return
    told: set[Path] = set()
    every = dict(running(template))
    for service in services_of(cluster, template):
        for port in ports(service):
            declared = landing(template, port)
            path = declared.path[:-2] if declared is not None else None
            if path is None or path in told or get(every.get(path), "lifecycle", "preStop") is not None:
                continue
            told.add(path)
            yield Problem(
                f"container `{text(every.get(path), 'name')}` stops at once while Service `{service.id.name}` still "
                "sends requests",
                path,
                fix="add a preStop hook that waits some seconds",
                related=(Place("the Service", service, port.path),),
            )

"""container that runs as the user of the proxy

Why: The sidecar lets traffic of user 1337 pass by itself, since it is its own: the container's requests go around the
mesh.
Source: https://istio.io/latest/docs/ops/deployment/application-requirements/ and IST0144
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1", securityContext: {runAsUser: 1337}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1", securityContext: {runAsUser: 1000}}
Good (outside the mesh):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "false"}}
        spec:
          containers:
            - {name: web, image: "web:1", securityContext: {runAsUser: 1337}}
Good (the proxy itself):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: istio-proxy, image: auto, securityContext: {runAsUser: 1337}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.privileges import containers, effective, place
from generator.facts.sidecars import injected
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("runAsUser",)

_PROXY, _UID = "istio-proxy", 1337


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template else ():
        uid, own = effective(template, container, "runAsUser") if template else (None, False)
        name = text(container, "name")
        if uid != _UID or name == _PROXY or path[-2] == "initContainers" or template is None:
            continue
        if injected(cluster, template):
            yield Problem(
                f"container `{name}` runs as user {_UID}, whose traffic the sidecar does not take",
                place(template, path, "runAsUser", own=own),
                fix="run it as another user",
            )

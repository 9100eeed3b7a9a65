"""port of a remote shell

Why: A shell in a container goes around reviews, logs and the rights of the cluster; `kubectl exec` does not.
Source: https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/. A Service that leads to
another port of the pods may well be called 22 outside.
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
            - {name: web, image: "web:1", ports: [{containerPort: 22}]}
Bad (Service):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: ssh, port: 22}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: git, namespace: shop}
    spec: {selector: {app: git}, ports: [{name: ssh, port: 22, targetPort: 2222}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import entries, whole
from generator.facts.privileges import containers
from generator.facts.services import ports
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.SERVICE, *kinds.WORKLOADS)
NEEDS = ("ports",)

_SSH = 22


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if kind_name(manifest) == kinds.SERVICE:
        for port in ports(manifest):
            if port.target == _SSH:
                yield Problem("the Service leads to a remote shell", port.path, fix="remove the port")
        return
    template = cluster.template(manifest)
    for path, container in containers(template) if template else ():
        for n, row in entries(container, "ports"):
            if whole(row, "containerPort") == _SSH:
                yield Problem("the container serves a remote shell", (*path, "ports", n), fix="remove the server")

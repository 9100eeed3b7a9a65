"""container that declares one port twice

Why: Server-side apply and three-way merge keep one entry of each port and protocol, so the other is lost; a doubled
name is refused outright.
Source: kubernetes pkg/apis/core/validation/validation.go, validateContainerPorts.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          ports: [{name: http, containerPort: 8080}, {name: http, containerPort: 8081}]
Bad (no schema: one number):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 8080}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          ports: [{name: dns, containerPort: 53}, {name: dns-udp, containerPort: 53, protocol: UDP}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("ports",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        declared = list(entries(container, "ports"))
        for n, _, name in doubled(iter([(n, text(row, "name")) for n, row in declared])):
            place = (*path, "ports", n, "name")
            yield Problem(f"two ports are called `{name}`", place, fix="rename one", severity="error")
        numbers = [(n, f"{row.get('containerPort')}/{row.get('protocol', 'TCP')}") for n, row in declared]
        for n, _, number in doubled(iter(numbers)):
            yield Problem(f"port {number} is declared twice", (*path, "ports", n), fix="keep one entry")

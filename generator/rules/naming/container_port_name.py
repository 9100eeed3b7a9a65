"""container port name that the API server refuses

Why: A container port's name is an IANA service name: at most 15 lower-case letters, digits and single hyphens.
Source: kubernetes pkg/apis/core/validation/validation.go, validateContainerPorts; RFC 6335 section 5.1.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", ports: [{name: prometheus-metrics, containerPort: 9090}]}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", ports: [{name: http-metrics, containerPort: 9090}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.residue import unrendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("ports",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for n, row in entries(container, "ports"):
            name = text(row, "name")
            if name and (fault := grammar.port_name_fault(name)) and not unrendered(name):
                yield Problem(
                    f"the port name `{name}` {fault}", (*path, "ports", n, "name"), fix="shorten or rename the port"
                )

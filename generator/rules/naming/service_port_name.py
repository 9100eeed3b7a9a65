"""port name or named target of a Service that the API server refuses

Why: A Service port's name is an RFC 1123 label; a named targetPort names a container port, 15 characters at most.
Source: kubernetes pkg/apis/core/validation/validation.go, validateServicePort.
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      ports: [{port: 80, targetPort: management-endpoint}]
Bad (number in quotes):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      ports: [{port: 80, targetPort: "8080"}]
Bad (name):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      ports: [{name: HTTP, port: 80}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      ports: [{name: http-for-everything, port: 80, targetPort: http}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.residue import unrendered
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "ports"):
        name, target = text(row, "name"), text(row, "targetPort")
        if name and (fault := grammar.label_fault(name)) and not unrendered(name):
            yield Problem(f"the port name `{name}` {fault}", ("spec", "ports", n, "name"), fix="rename the port")
        if target and (fault := grammar.port_name_fault(target)) and not unrendered(target):
            number = target.isascii() and target.isdigit()
            yield Problem(
                f"the targetPort `{target}` " + ("is a number in quotes, which makes it a name" if number else fault),
                ("spec", "ports", n, "targetPort"),
                fix="remove the quotes" if number else "name a container port, or give its number",
                safe=number,
                value=int(target) if number else OMIT,
            )

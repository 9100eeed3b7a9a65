"""variable PORT that is no port of its container

Why: The program most likely listens where the variable says, and the declared port leads nowhere.
Source: https://12factor.net/port-binding
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", env: [{name: PORT, value: "9000"}], ports: [{containerPort: 8080}]}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", env: [{name: PORT, value: "8080"}], ports: [{containerPort: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = kinds.WORKLOADS
NEEDS = ("env",)
DEFAULT = False

_NAMES = ("PORT", "SERVER_PORT", "HTTP_PORT", "LISTEN_PORT")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers():
        declared = {str(row.get("containerPort")) for _, row in entries(container, "ports")}
        for n, row in entries(container, "env"):
            value = text(row, "value")
            if declared and row.get("name") in _NAMES and value.isdigit() and value not in declared:
                yield Problem(
                    f"`{row['name']}` is {value}, the container declares {', '.join(sorted(declared))}",
                    (*path, "env", n, "value"),
                    fix="make the two agree",
                )

"""container name that is no RFC 1123 label

Why: The API server refuses pods whose containers have capitals, underscores, dots or more than 63 characters.
Source: kubernetes pkg/apis/core/validation/validation.go, validateContainerCommon.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: api_server, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: api-server, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.residue import unrendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        name = text(container, "name")
        if name and (fault := grammar.label_fault(name)) and not unrendered(name):
            yield Problem(f"the container name `{name}` {fault}", (*path, "name"), fix="rename the container")

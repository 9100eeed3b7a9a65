"""two containers of one pod with the same name

Why: Names are unique over containers and init containers together; the API server refuses the pod otherwise.
Source: kubernetes pkg/apis/core/validation/validation.go, validateInitContainers and validateContainers.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      initContainers: [{name: web, image: "migrate:1"}]
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      initContainers: [{name: migrate, image: "migrate:1"}]
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    places = list(template.containers(init=True))
    names = iter([(n, text(container, "name")) for n, (_, container) in enumerate(places)])
    for n, first, name in doubled(names):
        yield Problem(
            f"two containers are called `{name}`",
            (*places[n][0], "name"),
            fix="give each container and init container its own name",
            related=(Place("the first", manifest, (*places[first][0], "name")),),
        )

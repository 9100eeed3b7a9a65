"""environment variable set twice in one container

Why: The last one wins, silently; server-side apply refuses the object.
Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy (env is a map by name).
Bad (no schema: the list is a map by name):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: LOG_LEVEL, value: info}, {name: LOG_LEVEL, value: debug}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: LOG_LEVEL, value: info}, {name: LOG_FORMAT, value: json}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text
from generator.facts.ownership import sync_options
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("env",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        names = iter([(n, text(row, "name")) for n, row in entries(container, "env")])
        for n, first, name in doubled(names):
            merged = "ServerSideApply=true" in sync_options(cluster, manifest)
            yield Problem(
                f"`{name}` is set twice, the last one wins",
                (*path, "env", n),
                fix="keep one",
                severity="error" if merged else "",
                related=(Place("the first", manifest, (*path, "env", first)),),
            )

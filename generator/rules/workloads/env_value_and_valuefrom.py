"""environment variable with several sources, or a source that names none

Why: A variable has a value or one source; the API server refuses everything else.
Source: kubernetes pkg/apis/core/validation/validation.go, validateEnvVarValueFrom.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: NODE, value: x, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
Bad (no source):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: NODE, valueFrom: {}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}, {name: EMPTY}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("valueFrom",)

_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for n, row in entries(container, "env"):
            source = row.get("valueFrom")
            if not isinstance(source, Mapping):
                continue
            given = [name for name in _SOURCES if source.get(name) is not None]
            here = (*path, "env", n)
            if row.get("value"):
                yield Problem(f"`{row.get('name')}` has a value and valueFrom", (*here, "value"), fix="keep one")
            elif len(given) != 1:
                told = " and ".join(given) or "no source"
                yield Problem(
                    f"valueFrom wants one source, here is {told}",
                    (*here, "valueFrom"),
                    fix="keep one source" if given else "name a source",
                )

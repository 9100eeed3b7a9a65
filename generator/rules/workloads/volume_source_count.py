"""volume with several sources

Why: A volume has one source; the API server refuses more.
Source: kubernetes pkg/apis/core/validation/validation.go, validateVolumeSource.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: a, emptyDir: {}, configMap: {name: web}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: a, emptyDir: {}}, {name: b, configMap: {name: web}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("volumes",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for n, row in entries(template.spec, "volumes"):
        given = sorted(key for key, value in row.items() if key != "name" and value is not None)
        if len(given) > 1:
            told = " and ".join(given)
            path = (*template.path, "spec", "volumes", n)
            yield Problem(f"the volume has {len(given)} sources: {told}", path, fix="keep one source")

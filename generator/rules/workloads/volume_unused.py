"""volume that no container mounts

Why: It is made for nothing, and a missing ConfigMap or claim behind it still stops the pod.
Source: https://kubernetes.io/docs/concepts/storage/volumes/
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: cache, emptyDir: {}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", volumeMounts: [{name: cache, mountPath: /cache}]}]
      volumes: [{name: cache, emptyDir: {}}]
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
NEEDS = ("volumes",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    used = {
        text(row, "name")
        for _, container in template.containers(init=True)
        for field in ("volumeMounts", "volumeDevices")
        for _, row in entries(container, field)
    }
    for n, row in entries(template.spec, "volumes"):
        name = text(row, "name")
        if name and name not in used:
            yield Problem(
                f"no container mounts `{name}`", (*template.path, "spec", "volumes", n), fix="mount or remove it"
            )

"""memory volume without a bound

Why: What is written there counts as memory of the pod: it is killed when the volume grows.
Source: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          volumes: [{name: tmp, emptyDir: {medium: Memory}}]
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          volumes: [{name: tmp, emptyDir: {medium: Memory, sizeLimit: 64Mi}}]
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("medium",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for n, volume in entries(template.spec, "volumes"):
        directory = mapping(volume, "emptyDir")
        if directory.get("medium") == "Memory" and directory.get("sizeLimit") is None:
            path = (*template.path, "spec", "volumes", n, "emptyDir")
            message = f"volume `{text(volume, 'name')}` may take all of the pod's memory"
            yield Problem(message, path, fix="set sizeLimit")

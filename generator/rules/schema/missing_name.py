"""object without a name

Why: Every object needs metadata.name; the API server refuses it, and Argo CD cannot track it.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {namespace: shop}
Good:
    apiVersion: batch/v1
    kind: Job
    metadata: {generateName: migrate-, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}}
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: migrate, image: "migrate:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    metadata = mapping(manifest.body, "metadata")
    if not metadata.get("name") and not metadata.get("generateName"):
        yield Problem("the object has no name", ("metadata", "name"), fix="add metadata.name")

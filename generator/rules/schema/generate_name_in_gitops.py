"""generated name in a synced object

Why: Every sync creates another object; only hooks, which Argo CD deletes, may have generated names.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/#generate-name
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {generateName: web-, namespace: shop}
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

SEVERITY = "warning"
KINDS = ("*",)
NEEDS = ("generateName",)

_HOOKS = ("argocd.argoproj.io/hook", "helm.sh/hook")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    metadata = mapping(manifest.body, "metadata")
    annotations = mapping(metadata, "annotations")
    if metadata.get("generateName") and not metadata.get("name") and not any(hook in annotations for hook in _HOOKS):
        yield Problem(
            "every sync creates another object: the name is generated",
            ("metadata", "generateName"),
            fix="give it a name, or make it a hook",
        )

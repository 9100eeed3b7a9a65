"""automated sync that may delete everything

Why: When the repository renders nothing, by a mistake in a path as well, allowEmpty with prune deletes every object.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/#automatic-pruning-with-allow-empty-v18
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true, allowEmpty: true}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, automated, declared
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = EXPLICIT
NEEDS = ("allowEmpty",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    policy = automated(app)
    if policy is not None and policy.get("prune") is True and policy.get("allowEmpty") is True:
        yield Problem(
            "when nothing is rendered, everything is deleted",
            (*app.path, "syncPolicy", "automated", "allowEmpty"),
            fix="remove allowEmpty",
        )

"""production that waits for somebody to press a button

Why: What is merged is not what runs: a fix in the repository does nothing, and drift stays.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
Settings:
    stage: production
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true, selfHeal: true}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, automated, declared
from generator.facts.cluster import Cluster
from generator.facts.virtual_services import stage
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    if stage(cluster) != "production" or not app.spec:
        return
    policy = automated(app)
    if policy is None:
        yield Problem("it is not synced by itself", app.path, fix="add syncPolicy.automated")
        return
    off = [field for field in ("prune", "selfHeal") if policy.get(field) is not True]
    if off:
        path = (*app.path, "syncPolicy", "automated")
        yield Problem(f"automated sync without {' and '.join(off)}", path, fix=f"set {' and '.join(off)} to true")

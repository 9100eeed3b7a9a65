"""Application without a source

Why: Argo CD marks the Application with InvalidSpecError and never syncs it.
Source: argo-cd util/argo/argo.go, ValidateRepo and validateSourcePermissions.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
Bad (empty repository):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, complete, declared, sources
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    found = list(sources(app))
    if not complete(app) or (not found and not manifest.body.get("spec")):
        return
    if not found:
        message = "none of source, sources and sourceHydrator is set: there is nothing to deploy"
        yield Problem(message, app.path, fix="name the repository and the path in `source`")
    for source in found:
        if not source.repository:
            fix = "write the URL of the repository"
            yield Problem("the source names no repository (repoURL)", source.path, fix=fix)

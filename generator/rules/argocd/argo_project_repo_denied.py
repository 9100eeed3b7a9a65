"""repository that the project does not permit

Why: Argo CD refuses the Application: its project lists the repositories it may deploy from.
Source: argo-cd pkg/apis/application/v1alpha1/app_project_types.go, IsSourcePermitted: `*` does not cross a slash, a
pattern with `!` forbids.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: shop
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["https://git.example.com/other"]
      destinations: [{server: "*", namespace: "*"}]
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: shop
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
Good (ssh and a suffix):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: shop
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "git@git.example.com:apps/shop.git", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["git.example.com/apps/*"]
      destinations: [{server: "*", namespace: "*"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, sources
from generator.facts.cluster import Cluster
from generator.facts.projects import permits_source, project_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    owner = project_of(cluster, app)
    if owner is None:
        return
    for source in sources(app):
        url = source.repository
        if not url or TEMPLATE_MARK in url or permits_source(owner, url):
            continue
        yield Problem(
            f"project `{owner.id.name}` does not permit repository {url}",
            (*source.path, "repoURL"),
            fix="add the repository to the project's sourceRepos",
            related=(Place("what the project permits", owner, ("spec", "sourceRepos")),),
        )

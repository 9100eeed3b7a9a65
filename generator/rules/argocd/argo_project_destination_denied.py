"""destination that the project does not permit

Why: Argo CD refuses the Application: its project lists the clusters and namespaces it may deploy to.
Source: argo-cd pkg/apis/application/v1alpha1/app_project_types.go, isDestinationMatched.
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
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: shop-dev}]
Bad (forbidden):
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
      destinations: [{server: "*", namespace: "*"}, {server: "*", namespace: "!shop"}]
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
Good (by name):
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
      destinations: [{name: in-cluster, namespace: "sh*"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, destination
from generator.facts.cluster import Cluster
from generator.facts.projects import permits_destination, project_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    owner = project_of(cluster, app)
    server, name, namespace = destination(cluster, app)
    if owner is None or not (server or name) or any(TEMPLATE_MARK in part for part in (server, name, namespace)):
        return
    permitted = permits_destination(owner, server, name, namespace)
    if permitted is not True:
        yield Problem(
            f"project `{owner.id.name}` does not permit namespace `{namespace}` of {server or name}",
            (*app.path, "destination"),
            fix="add the cluster and the namespace to the project's destinations",
            severity="unverifiable" if permitted is None else "",
            related=(Place("what the project permits", owner, ("spec", "destinations")),),
        )

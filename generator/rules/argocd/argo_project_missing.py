"""Application of a project that does not exist

Why: Argo CD refuses to reconcile it: the Application shows InvalidSpecError.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: paymnts
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: payments, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: payments
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: payments, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, project
from generator.facts.cluster import Cluster
from generator.facts.projects import DEFAULT, projects
from generator.facts.suggest import slip
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    name = project(app)
    if name == DEFAULT or TEMPLATE_MARK in name or name in projects(cluster):
        return
    namespace = manifest.id.namespace
    other = slip(name, projects(cluster))
    meant = f", did you mean `{other}`?" if other else ""
    severity = cluster.absence(kinds.APP_PROJECT, namespace, name)
    if severity:
        yield Problem(
            f"there is no AppProject `{name}`{meant}",
            (*app.path, "project"),
            fix="correct the name, or add the AppProject",
            severity="error" if meant else severity,
        )

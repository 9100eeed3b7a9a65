"""Application in a namespace that its project does not accept

Why: Argo CD ignores Applications outside its own namespace unless the project lists the namespace in
sourceNamespaces.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: team-a}
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
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: team-a}
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
      sourceNamespaces: ["team-*"]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import globs, kinds
from generator.facts.applications import declared
from generator.facts.cluster import Cluster, rows
from generator.facts.projects import project_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    owner = project_of(cluster, declared(manifest))
    namespace = manifest.id.namespace
    if owner is None or not namespace or not owner.id.namespace or namespace == owner.id.namespace:
        return
    accepted = rows(owner.body, "spec", "sourceNamespaces")
    if not any(isinstance(row, str) and globs.matches(row, namespace) for row in accepted):
        yield Problem(
            f"project `{owner.id.name}` does not accept Applications from namespace `{namespace}`",
            ("metadata", "namespace"),
            fix="add the namespace to the project's sourceNamespaces",
            related=(Place("the project", owner, ("spec",)),),
        )

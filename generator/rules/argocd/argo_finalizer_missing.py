"""Application whose deletion leaves everything running

Why: Without the resources-finalizer, deleting the Application only forgets what it deployed. Where the settings
choose a finalizer for the environment (argocd.finalizer, none among the choices), that decision stands.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {prune: true}}
Good (nothing is pruned):
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

from generator.facts import kinds
from generator.facts.applications import automated, declared
from generator.facts.argo_words import CASCADING
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.facts.rendered_by import owners
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.APPLICATION,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if text(cluster.settings, "argocd", "finalizer"):
        return
    named = rows(manifest.body, "metadata", "finalizers")
    if any(isinstance(each, str) and each.startswith(CASCADING) for each in named):
        return
    policy = automated(declared(manifest))
    child = bool(owners(cluster).get(id(manifest)))
    if child or (policy is not None and policy.get("prune") is True):
        yield Problem(
            "deleting this Application leaves everything it deployed in the cluster",
            ("metadata",),
            fix=f"add the finalizer {CASCADING}",
        )

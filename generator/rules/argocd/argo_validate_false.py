"""validation switched off

Why: Misspelt fields and wrong types reach the cluster without a word.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#disable-kubectl-validation
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: [Validate=false]}
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-options: Validate=false}}
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

from generator.facts.applications import EXPLICIT, SYNC_OPTIONS, annotated_options, declared, options
from generator.facts.cluster import Cluster, kind_name
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("*",)
NEEDS = (SYNC_OPTIONS, "syncOptions")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    fix = "remove the option and mend what it hides"
    if annotated_options(manifest).get("Validate") == "false":
        yield Problem("the object is applied without validation", ("metadata", "annotations", SYNC_OPTIONS), fix=fix)
    if kind_name(manifest) in EXPLICIT:
        app = declared(manifest)
        if options(app).get("Validate") == "false":
            path = (*app.path, "syncPolicy", "syncOptions")
            yield Problem("everything is applied without validation", path, fix=fix)

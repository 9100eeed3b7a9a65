"""Helm chart without a version

Why: Argo CD refuses a chart without targetRevision.
Source: argo-cd util/argo/argo.go: targetRevision is required if the manifest source is a helm chart.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://charts.example.com", chart: redis}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://charts.example.com", chart: redis, targetRevision: 1.2.3}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, complete, declared, sources
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT
NEEDS = ("chart",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    for source in sources(app):
        if source.chart and not source.revision and complete(app):
            fix = "write the exact version as targetRevision"
            yield Problem(f"chart `{source.chart}` needs a version", source.path, fix=fix)

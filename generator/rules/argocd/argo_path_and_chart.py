"""source with both a path and a chart

Why: A source is either a folder of a git repository or a chart of a Helm repository. With both, the path is ignored.
Source: argo-cd util/argo/argo.go and reposerver: a source with a chart is read from a Helm repository.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://charts.example.com", path: web, chart: web, targetRevision: 1.0.0}
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

from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT
NEEDS = ("chart",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for source in sources(declared(manifest)):
        if source.folder and source.chart:
            fix = "keep one of the two"
            yield Problem("path and chart are both set: the path is ignored", (*source.path, "path"), fix=fix)

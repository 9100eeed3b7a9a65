"""ref that no source uses

Why: The repository is fetched for nothing, and most likely a value file was meant to come from it.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      sources:
        - {repoURL: "https://git.example.com/one", ref: vals}
        - {repoURL: "https://charts.example.com", chart: redis, targetRevision: 1.2.3}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      sources:
        - {repoURL: "https://git.example.com/one", ref: vals}
        - repoURL: https://charts.example.com
          chart: redis
          targetRevision: 1.2.3
          helm: {valueFiles: [$vals/a.yaml]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = EXPLICIT
NEEDS = ("ref",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = list(sources(declared(manifest)))
    for source in found:
        if source.ref and not source.folder and not any(f"${source.ref}/" in str(other.body) for other in found):
            fix = "use it in valueFiles, or remove the source"
            yield Problem(f"nothing uses ref `{source.ref}`", (*source.path, "ref"), fix=fix)

"""source beside sources

Why: Argo CD ignores `source` as soon as `sources` is set: what it names is never deployed.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      sources:
        - {repoURL: "https://git.example.com/apps", path: other}
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

from generator.facts.applications import EXPLICIT, declared
from generator.facts.cluster import Cluster, mapping, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = EXPLICIT
NEEDS = ("sources",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    if rows(app.spec, "sources") and mapping(app.spec, "source"):
        fix = "move it into sources, or remove one of the two"
        yield Problem("source is ignored, because sources is set too", (*app.path, "source"), fix=fix, at_key=True)

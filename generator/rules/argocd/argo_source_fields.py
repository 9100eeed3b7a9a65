"""source that says neither path nor chart

Why: Argo CD refuses the Application: it does not know what in the repository to render. A source with only a ref is
fine beside others, never alone.
Source: argo-cd util/argo/argo.go, ValidateRepo: a single source needs path or chart, one of several path, chart or
ref.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps"}
Bad (a reference alone):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", ref: values}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
Good (a reference beside a chart):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      sources:
        - {repoURL: "https://git.example.com/apps", ref: values}
        - repoURL: https://charts.example.com
          chart: redis
          targetRevision: 1.2.3
          helm: {valueFiles: [$values/redis.yaml]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, complete, declared, sources
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    several = bool(rows(app.spec, "sources"))
    for source in sources(app) if complete(app) else ():
        if not source.repository or source.folder or source.chart or (several and source.ref):
            continue
        wanted = "path, chart or ref" if several else "path or chart"
        why = ": a ref alone renders nothing" if source.ref else ""
        yield Problem(f"the source needs {wanted}{why}", source.path, fix='name the folder, "." for the root')

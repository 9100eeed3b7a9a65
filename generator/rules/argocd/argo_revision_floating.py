"""production that follows a revision that moves

Why: HEAD, a branch or a range of chart versions changes what runs in production without a change of the Application.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/ (manifests at git revisions that are
immutable). A source of this repository is exempt: its branch is how changes reach production.
Settings:
    stage: production
Bad (chart range):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://charts.example.com", chart: redis, targetRevision: ">=1.0.0"}
Bad (branch):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/other", path: web, targetRevision: main}
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

import re
from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, same_repository, sources
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = EXPLICIT

_EXACT = re.compile(r"v?[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?\Z")
_FIXED = re.compile(
    r"[0-9a-f]{7,40}\Z|refs/tags/|v?[0-9]+\.[0-9]+(\.[0-9]+)?([-+.][0-9A-Za-z.+-]+)?\Z|"
    # Tags of one part of a repository: `web-1.2.3`, `charts/web@v1.2.3`; such branches begin otherwise.
    r"(?!(?:release|hotfix|support)/)[\w./-]*[-@_/]v?[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?\Z"
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if cluster.settings.get("stage") != "production":
        return
    for source in sources(declared(manifest)):
        revision = source.revision
        floats = _range(revision) if source.chart else not _FIXED.match(revision)
        if not source.repository or not floats or (source.chart and not revision) or TEMPLATE_MARK in revision:
            continue
        if not source.chart and same_repository(source.repository, text(cluster.settings, "repository", "url")):
            continue
        what = f"`{revision}`" if revision else "the default branch"
        at = (*source.path, "targetRevision") if revision else source.path
        yield Problem(f"production follows {what}, which moves", at, fix="pin a tag, a commit or an exact version")


def _range(version: str) -> bool:
    return not _EXACT.match(version)

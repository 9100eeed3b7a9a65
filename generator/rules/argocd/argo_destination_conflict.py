"""destination that names no cluster, or one twice

Why: Argo CD marks the Application with InvalidSpecError: server and name exclude each other, and one of them is
needed.
Source: argo-cd util/argo/argo.go, GetDestinationCluster.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", name: prod, namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
Bad (neither):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
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

from collections.abc import Iterator, Mapping

from generator.facts.applications import EXPLICIT, complete, declared
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    where = mapping(app.spec, "destination")
    server, name = text(where, "server"), text(where, "name")
    if server and name:
        fix = "keep one of the two"
        yield Problem("the destination has both server and name", (*app.path, "destination", "name"), fix=fix)
    elif not server and not name and isinstance(app.spec.get("destination"), Mapping) and complete(app):
        fix = "write the cluster's server or name"
        yield Problem("the destination names no cluster: it needs server or name", (*app.path, "destination"), fix=fix)

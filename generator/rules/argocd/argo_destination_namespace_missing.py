"""destination namespace that nobody creates

Why: The first sync fails: the namespace does not exist, and Argo CD makes it only when CreateNamespace is set.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#create-namespace
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop}
Good (made by the sync):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: [CreateNamespace=true]}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, applications, declared, destination, options
from generator.facts.cluster import Cluster
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT

_ALWAYS = ("default", "kube-system", "kube-public", "argocd")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    namespace = destination(cluster, app)[2]
    if not namespace or TEMPLATE_MARK in namespace or namespace in _ALWAYS:
        return
    if options(app).get("CreateNamespace") == "true" or cluster.get(kinds.NAMESPACE, "", namespace) is not None:
        return
    if namespace in _made(cluster) or namespace == manifest.id.namespace:
        return
    severity = cluster.absence(kinds.NAMESPACE, "", namespace)
    if severity:
        yield Problem(
            f"nothing here creates namespace `{namespace}`" + did_you_mean(namespace, _declared(cluster)),
            (*app.path, "destination", "namespace"),
            fix="add the Namespace, or the sync option CreateNamespace=true",
            severity="error" if cluster.closed(namespace) else severity,
        )


@lru_cache(maxsize=8)
def _made(cluster: Cluster) -> frozenset[str]:
    """The namespaces that Applications create as they sync."""
    making = (app for app in applications(cluster) if options(app).get("CreateNamespace") == "true")
    return frozenset(destination(cluster, app)[2] for app in making)


def _declared(cluster: Cluster) -> list[str]:
    return [namespace.id.name for namespace in cluster.all(kinds.NAMESPACE)]

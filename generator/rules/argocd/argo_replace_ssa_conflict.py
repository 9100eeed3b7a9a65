"""Replace beside server-side apply

Why: Replace wins: the object is replaced as a whole, and what other controllers own of it is lost.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply: Replace takes precedence.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: [Replace=true, ServerSideApply=true]}
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: web
      namespace: shop
      annotations: {argocd.argoproj.io/sync-options: "Replace=true,ServerSideApply=true"}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {syncOptions: [ServerSideApply=true]}
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
    message = "Replace=true wins over ServerSideApply=true: what others own of the object is lost"
    own = annotated_options(manifest)
    if own.get("Replace") == own.get("ServerSideApply") == "true":
        yield Problem(message, ("metadata", "annotations", SYNC_OPTIONS), fix="keep one of the two")
    if kind_name(manifest) in EXPLICIT:
        app = declared(manifest)
        chosen = options(app)
        if chosen.get("Replace") == chosen.get("ServerSideApply") == "true":
            yield Problem(message, (*app.path, "syncPolicy", "syncOptions"), fix="keep one of the two")

"""ignored differences that a sync still overwrites

Why: ignoreDifferences hides a difference, but every sync writes the committed value back, unless
RespectIgnoreDifferences is set.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#respect-ignore-differences-configs
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
      syncPolicy: {automated: {}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
      syncPolicy: {automated: {}, syncOptions: [RespectIgnoreDifferences=true]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, automated, declared, options
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    if not rows(app.spec, "ignoreDifferences") or automated(app) is None:
        return
    if options(app).get("RespectIgnoreDifferences") != "true":
        yield Problem(
            "syncs overwrite what ignoreDifferences ignores",
            (*app.path, "ignoreDifferences"),
            fix="add the sync option RespectIgnoreDifferences=true",
            at_key=True,
        )

"""ignored differences that a sync still overwrites

Why: ignoreDifferences hides a difference, but every sync writes the committed value back, unless
RespectIgnoreDifferences is set. What is not committed, such as the caBundle of a webhook, is left alone anyway.
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

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.applications import EXPLICIT, Declared, automated, declared, options
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import entries
from generator.facts.ignored_differences import selects
from generator.facts.rendered_by import rendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = EXPLICIT
NEEDS = ("ignoreDifferences",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    if not rows(app.spec, "ignoreDifferences") or automated(app) is None:
        return
    overwritten = any(_overwritten(cluster, app, row) for _, row in entries(app.spec, "ignoreDifferences"))
    if overwritten and options(app).get("RespectIgnoreDifferences") != "true":
        yield Problem(
            "syncs overwrite what ignoreDifferences ignores",
            (*app.path, "ignoreDifferences"),
            fix="add the sync option RespectIgnoreDifferences=true",
            at_key=True,
        )


def _overwritten(cluster: Cluster, app: Declared, row: Mapping[str, Any]) -> bool:
    """Whether a sync may write what the row ignores: what is committed is not known of every Application."""
    fields = [str(field) for key in ("jsonPointers", "jqPathExpressions") for field in rows(row, key)]
    if fields and all(field.endswith("caBundle") for field in fields):
        return False
    objects = [each for each in rendered(cluster).get(app.manifest.id, ()) if selects(row, each)]
    plain = all(field.startswith("/") for field in fields) and not rows(row, "managedFieldsManagers")
    return not objects or not plain or any(_committed(each.body, field) for each in objects for field in fields)


def _committed(body: Mapping[str, Any], pointer: str) -> bool:
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return get(body, *(int(part) if part.isdigit() else part for part in parts)) is not None

"""ignore rule over everything that matters

Why: With the whole spec or data ignored, changes made in the cluster are never seen, and with
RespectIgnoreDifferences never undone.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec]}]
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, declared
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = EXPLICIT
NEEDS = ("ignoreDifferences",)

_EVERYTHING = ("", "/spec", "/data", "/spec/template", ".", ".spec", ".data", ".spec.template")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    for n, row in entries(app.spec, "ignoreDifferences"):
        for key in ("jsonPointers", "jqPathExpressions"):
            for m, field in enumerate(rows(row, key)):
                if field in _EVERYTHING:
                    shown = field if field not in ("", ".") else "the whole object"
                    fix = "name the field that differs"
                    path = (*app.path, "ignoreDifferences", n, key, m)
                    yield Problem(f"every difference in {shown} is ignored", path, fix=fix)

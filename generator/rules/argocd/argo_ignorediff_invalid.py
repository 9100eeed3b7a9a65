"""ignore rule that ignores nothing

Why: A pointer without its slash, an expression that does not compile or a kind that is not here: the difference
stays.
Source: argo-cd util/argo/normalizers/diff_normalizer.go; RFC 6901 (JSON pointers). An empty group means the core
group.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [spec/replicas]}]
Bad (no field):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{group: apps, kind: Deployment}]
Bad (group left out):
    # file: web/a.yaml
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{kind: Deployment, jsonPointers: [/spec/replicas]}]
Good:
    # file: web/a.yaml
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    # file: root/a.yaml
    ---
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

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.applications import EXPLICIT, Declared, declared, sources
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries, text
from generator.facts.ignored_differences import FIELDS, jq_problem, pointer_problem, selects
from generator.facts.rendered_by import rendered
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT
NEEDS = ("ignoreDifferences",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    for n, row in entries(app.spec, "ignoreDifferences"):
        path: Path = (*app.path, "ignoreDifferences", n)
        if not any(rows(row, key) for key in FIELDS):
            yield Problem("the ignore rule names no field", path, fix="list the fields as jsonPointers")
        for m, pointer in enumerate(rows(row, "jsonPointers")):
            told = pointer_problem(pointer)
            if told:
                yield Problem(told, (*path, "jsonPointers", m), fix="write it as /spec/replicas")
        for m, expression in enumerate(rows(row, "jqPathExpressions")):
            told = jq_problem(expression)
            if told:
                yield Problem(told, (*path, "jqPathExpressions", m), fix="write it such as .spec.replicas")
        yield from _untargeted(app, cluster, row, path)


def _untargeted(app: Declared, cluster: Cluster, row: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    found = rendered(cluster).get(app.manifest.id)
    if not found or len(list(sources(app))) > 1 or any(selects(row, each) for each in found):
        return
    groups = sorted({each.id.group for each in found if each.id.kind == text(row, "kind")})
    if groups and not text(row, "group"):
        fix = f"write `group: {groups[0]}`"
        message = f"without a group only the core group is meant, and {text(row, 'kind')} is in `{groups[0]}`"
        yield Problem(message, path, fix=fix)
    else:
        fix = "correct group, kind and name, or remove it"
        yield Problem("the ignore rule fits no object of the Application", path, fix=fix, severity="warning")

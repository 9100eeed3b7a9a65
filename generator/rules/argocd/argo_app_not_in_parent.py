"""Application file that the app of apps does not read

Why: The other Applications of the folder tree come from a parent; this one is applied by nobody.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/. Judged only where some
Application here is rendered by another.
Bad:
    # file: apps/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    # file: apps/more/api.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: api, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: api}
    # file: root.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: root, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps}
Good:
    # file: apps/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    # file: root.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: root, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.rendered_by import above, file_of, folder_of, owners
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.APPLICATION,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    owned = owners(cluster)
    every = cluster.all(kinds.APPLICATION)
    parents = {app.manifest.id for m in every for app in owned.get(id(m), ())}
    folders = {folder_of(m) for m in every if owned.get(id(m))}
    for manifest in every:
        inside = any(folder in folders for folder in (folder_of(manifest), *above(file_of(manifest))))
        if parents and inside and manifest.id not in parents and not owned.get(id(manifest)):
            yield Problem(
                "no Application renders this one: nobody applies it",
                ("metadata", "name"),
                fix="move the file into the parent's folder, or set directory.recurse there",
                manifest=manifest,
            )

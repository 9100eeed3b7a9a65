"""source path that is not in the repository

Why: Argo CD cannot generate manifests: the Application shows a ComparisonError and syncs nothing.
Source: argo-cd reposerver: app path does not exist. Only sources that read this repository are judged.
Settings:
    files: [services/api/a.yaml, root/web.yaml]
Bad:
    # file: root/web.yaml
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: services/apii}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: api, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: services/api}
    # file: services/api/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api, namespace: shop}
Good:
    # file: root/web.yaml
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: services/api}
    # file: services/api/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, sources
from generator.facts.cluster import Cluster
from generator.facts.rendered_by import local, nearest_folder, tree, would_know
from generator.facts.suggest import near
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for source in sources(declared(manifest)):
        folder = source.folder
        if not folder or TEMPLATE_MARK in folder or not local(cluster, source):
            continue
        if tree(cluster).resolve(folder) is not None:
            continue
        beside = {name.rpartition("/")[2]: name for name in nearest_folder(cluster, folder)}
        meant = near(folder.rstrip("/").rpartition("/")[2], beside)
        known = would_know(cluster, folder)
        yield Problem(
            f"`{folder}` is not {'in this repository' if known else 'among what was given'}"
            + (f", did you mean `{beside[meant]}`?" if meant else ""),
            (*source.path, "path"),
            fix="correct the path, or add the folder",
            severity="error" if known else "unverifiable",
        )

"""source path without anything to deploy

Why: Argo CD renders nothing there; with automated pruning the Application refuses to sync (or deletes everything,
with allowEmpty).
Source: argo-cd reposerver/repository/repository.go, findManifests: only .yaml, .yml, .json and .jsonnet of the folder
itself, unless recurse is set.
Settings:
    files: [services/api/a.yaml, root/web.yaml]
Bad (excluded):
    # file: services/api/a.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api, namespace: shop}
    # file: root/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: services/api, directory: {exclude: "*"}}
Good:
    # file: services/api/a.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api, namespace: shop}
    # file: root/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: services/api}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster, mapping
from generator.facts.rendered_by import read_from, tree, would_know
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for source in sources(declared(manifest)):
        folder = tree(cluster).resolve(source.folder) if source.folder else None
        if folder is None or read_from(cluster, source) != ():
            continue
        directory = mapping(source.body, "directory")
        if not directory.get("include") and not directory.get("exclude") and tree(cluster).below(folder):
            continue  # argo-recurse-missing tells it
        yield Problem(
            f"nothing in `{source.folder}` is deployed{_why(directory)}",
            (*source.path, "path"),
            fix="point the source at a folder with manifests",
            severity="error" if would_know(cluster, source.folder) else "unverifiable",
        )


def _why(directory: Mapping[str, Any]) -> str:
    limits = [f"{key} `{directory[key]}`" for key in ("include", "exclude") if directory.get(key)]
    return f" with {' and '.join(limits)}" if limits else ""

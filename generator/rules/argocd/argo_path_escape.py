"""source path that leaves the repository

Why: Argo CD refuses absolute paths and paths that lead out of the repository, for sources as for value files.
Source: argo-cd util/app/path/path.go, Path; reposerver ResolveValueFilePathOrUrl.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: ../web}
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

import posixpath
from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, sources
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for source in sources(declared(manifest)):
        if source.folder and _escapes(source.folder):
            fix = "write it relative to the repository's root"
            yield Problem(f"`{source.folder}` leaves the repository", (*source.path, "path"), fix=fix)
        for n, file in enumerate(rows(source.body, "helm", "valueFiles")):
            if not isinstance(file, str) or file.startswith(("$", "/")) or "://" in file:
                continue
            # How deep the folder of a template lies is not known; a chart has its files beside it.
            if TEMPLATE_MARK not in source.folder + file and _escapes(posixpath.join(source.folder, file)):
                path = (*source.path, "helm", "valueFiles", n)
                yield Problem(
                    f"value file `{file}` lies outside the repository", path, fix="move it into the repository"
                )


def _escapes(path: str) -> bool:
    return path.startswith("/") or posixpath.normpath(path).startswith("..")

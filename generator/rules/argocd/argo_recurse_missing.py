"""manifests in folders below the source path, which are not read

Why: A source reads its own folder only: without recurse nothing of the folders below is deployed, and nobody is told.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/#enabling-recursive-resource-detection
Bad:
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
      source: {repoURL: "https://git.example.com/apps", path: services}
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
      source: {repoURL: "https://git.example.com/apps", path: services, directory: {recurse: true}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster, mapping
from generator.facts.rendered_by import read_from, tree
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for source in sources(declared(manifest)):
        folder = tree(cluster).resolve(source.folder) if source.folder else None
        if folder is None or read_from(cluster, source) != ():
            continue
        directory = mapping(source.body, "directory")
        below = tree(cluster).below(folder)
        if below and not directory.get("include") and not directory.get("exclude"):
            yield Problem(
                f"`{source.folder}` holds manifests only in folders below it, and they are not read",
                (*source.path, "path"),
                fix="set directory.recurse: true, or name the folder itself",
                related=(Place("one of the objects left out", below[0]),),
            )

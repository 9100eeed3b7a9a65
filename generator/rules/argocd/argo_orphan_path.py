"""object that no Application deploys

Why: The file looks deployed and is not: no source of an Application here reads its folder.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/. Only folders beside those that Applications
read are judged.
Bad:
    # file: apps/one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: apps/legacy/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: old, namespace: shop}
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps/one}
Good:
    # file: apps/one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps/one}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, sources
from generator.facts.cluster import Cluster
from generator.facts.rendered_by import KUSTOMIZATIONS, folder_of, local, owners, tree
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True

_SHARED = ("base", "bases", "common", "components", "crds", "shared")
"""What kustomizations build on: they read it, no Application does."""


def check(cluster: Cluster) -> Iterator[Problem]:
    read, beside = _read(cluster)
    told: set[str] = set()
    for manifest in cluster.manifests:
        folder = folder_of(manifest)
        if folder in told or manifest.id.group == "argoproj.io" or folder.rpartition("/")[0] not in beside:
            continue
        if id(manifest) in owners(cluster) or any(f"{folder}/".startswith(f"{known}/") for known in read):
            continue
        if folder.rpartition("/")[2] in _SHARED or tree(cluster).names(folder) & KUSTOMIZATIONS:
            continue
        told.add(folder)
        fix = "add an Application for the folder, or remove it"
        yield Problem(f"no Application deploys `{folder}`", (), fix=fix, manifest=manifest)


def _read(cluster: Cluster) -> tuple[set[str], set[str]]:
    """The folders that sources of this repository read, and the folders around them."""
    read: set[str] = set()
    for manifest in cluster.all(*EXPLICIT):
        for source in sources(declared(manifest)):
            if TEMPLATE_MARK in source.folder:
                # Generators fill it in: any folder below may be meant.
                read.add(source.folder.partition(TEMPLATE_MARK)[0].rstrip("/"))
            elif source.folder and local(cluster, source):
                read.add(tree(cluster).resolve(source.folder) or source.folder)
    return read, {folder.rpartition("/")[0] for folder in read if "/" in folder}

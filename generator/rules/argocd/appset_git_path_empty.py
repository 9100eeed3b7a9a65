"""Git generator that finds no folder

Why: It makes no Application, and with the default policy those that were there before are deleted.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git/. Judged for this
repository only.
Settings:
    files: [apps/web/a.yaml, root/a.yaml]
Bad:
    # file: apps/web/a.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps/web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - git: {repoURL: "https://git.example.com/apps", revision: main, directories: [{path: "app/*"}]}
      template:
        metadata: {name: "{{path.basename}}"}
        spec:
          project: default
          destination: {name: in-cluster, namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: "{{path}}"}
Good:
    # file: apps/web/a.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: apps/web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - git: {repoURL: "https://git.example.com/apps", revision: main, directories: [{path: "apps/*"}]}
      template:
        metadata: {name: "{{path.basename}}"}
        spec:
          project: default
          destination: {name: in-cluster, namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: "{{path}}"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import globs, kinds
from generator.facts.applications import Source, declared
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.facts.rendered_by import local, tree
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.APPLICATION_SET,)
NEEDS = ("directories",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, entry in entries(manifest.body, "spec", "generators"):
        git = Source(declared(manifest), (), mapping(entry, "git"))
        listed = [row for _, row in entries(git.body, "directories")]
        if not listed or not tree(cluster).whole or not local(cluster, git):
            continue
        left = [folder for folder in tree(cluster).every if _selected(folder, listed)]
        if not left:
            path: Path = ("spec", "generators", n, "git", "directories")
            yield Problem("no folder of this repository fits", path, fix="correct the paths")


def _selected(folder: str, listed: list[Mapping[str, Any]]) -> bool:
    if any(row.get("exclude") is True and globs.matches(text(row, "path"), folder, "/") for row in listed):
        return False
    return any(row.get("exclude") is not True and globs.matches(text(row, "path"), folder, "/") for row in listed)

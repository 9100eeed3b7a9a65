"""project that files of a repository decide

Why: Whoever may write these files chooses the project, and with it what the Application may do.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Security/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - git: {repoURL: "https://git.example.com/apps", revision: main, files: [{path: "clusters/*.json"}]}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: "{{project}}"
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - git: {repoURL: "https://git.example.com/apps", revision: main, files: [{path: "clusters/*.json"}]}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.application_sets import generator_of
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.APPLICATION_SET,)
NEEDS = ("git", "scmProvider", "pullRequest")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    path = ("spec", "template", "spec", "project")
    if "{{" not in text(manifest.body, *path):
        return
    kinds_used = {kind for _, entry in entries(manifest.body, "spec", "generators") for kind in _inside(entry)}
    outside = sorted(kinds_used & {"git", "scmProvider", "pullRequest"})
    if outside:
        fix = "name the project in the template"
        yield Problem(f"what the {outside[0]} generator reads decides the project", path, fix=fix)


def _inside(entry: Mapping[str, Any]) -> Iterator[str]:
    kind = generator_of(entry)
    yield kind
    for _, row in entries(entry, kind, "generators"):
        yield from _inside(row)

"""parameter that no generator gives

Why: It stays in the Application as it is written (or becomes `<no value>` in a Go template): the Application is
refused or deploys from a wrong place.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/ and .../GoTemplate/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: b, server: "https://b"}]}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: "{{clster}}"}
Bad (Go template):
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: b, server: "https://b"}]}
      template:
        metadata: {name: "{{.name}}"}
        spec:
          project: default
          destination: {server: "{{.sever}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: b, server: "https://b"}]}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: "{{name}}"}
Good (values of files are not known):
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
          source: {repoURL: "https://git.example.com/apps", path: "{{anything}}"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.application_sets import parameters, used
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION_SET,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    given = parameters(entry for _, entry in entries(manifest.body, "spec", "generators"))
    if not given:
        return
    for path, written in _texts(get(manifest.body, "spec", "template"), ("spec", "template")):
        for name in sorted(used(manifest, written)):
            if not _known(name, given):
                meant = did_you_mean(name, given)
                fix = "correct the name, or let a generator give it"
                yield Problem(f"no generator gives `{name}`{meant}", path, fix=fix)


def _known(name: str, given: frozenset[str]) -> bool:
    """Whether a parameter, something inside it, or what holds it, is given."""
    if name in given or any(each.startswith(f"{name}.") for each in given):
        return True
    holders = [each for each in given if name.startswith((f"{each}.", f"{each}["))]
    return any(name.startswith(f"{each}[") or not _listed(each, given) for each in holders)


def _listed(name: str, given: frozenset[str]) -> bool:
    """Whether it is known what a parameter holds."""
    return any(each.startswith(f"{name}.") for each in given)


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text of the template that may hold parameters, with its place."""
    if isinstance(node, str) and "{{" in node:
        yield path, node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from _texts(value, (*path, n))

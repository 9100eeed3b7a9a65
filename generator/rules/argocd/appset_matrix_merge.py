"""matrix or merge of the wrong shape

Why: Argo CD refuses it: a matrix combines exactly two generators, a merge needs two or more and keys to merge by, and
neither nests deeper than once.
Source: argo-cd applicationset/generators/matrix.go and merge.go (ErrMoreThanTwoGenerators, ErrNoMergeKeys,
ErrNonUniqueParamSets).
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - matrix:
            generators:
              - list: {elements: [{name: a, server: b}]}
              - clusters: {}
              - clusters: {selector: {}}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Bad (no keys):
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - merge:
            mergeKeys: []
            generators:
              - clusters: {}
              - list: {elements: [{name: a, server: b}]}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Bad (keys not unique):
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - merge:
            mergeKeys: [name]
            generators:
              - clusters: {}
              - list: {elements: [{name: a, server: b}, {name: a, server: c}]}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - matrix:
            generators:
              - list: {elements: [{name: a, server: b}]}
              - clusters: {}
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
from generator.facts.application_sets import elements, generator_of
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION_SET,)
NEEDS = ("matrix", "merge")

_DEEPEST = 2


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, entry in entries(manifest.body, "spec", "generators"):
        yield from _judge(entry, ("spec", "generators", n), 1)


def _judge(entry: Mapping[str, Any], path: Path, depth: int) -> Iterator[Problem]:
    kind = generator_of(entry)
    if kind not in ("matrix", "merge"):
        return
    here: Path = (*path, kind)
    if depth > _DEEPEST:
        yield Problem(f"this {kind} is nested too deeply", here, fix="write its generators into the outer one")
        return
    inner = list(entries(entry, kind, "generators"))
    if kind == "matrix" and len(inner) != 2:
        fix = "nest a matrix in the matrix for a third" if len(inner) > 2 else "add the second generator"
        yield Problem(f"a matrix combines two generators, not {len(inner)}", (*here, "generators"), fix=fix)
    if kind == "merge":
        yield from _merge(entry, here, inner)
    for n, row in inner:
        yield from _judge(row, (*here, "generators", n), depth + 1)


def _merge(entry: Mapping[str, Any], path: Path, inner: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Problem]:
    if len(inner) < 2:
        yield Problem("a merge needs two generators or more", (*path, "generators"), fix="add another generator")
    keys = [str(key) for key in rows(entry, "merge", "mergeKeys")]
    if not keys:
        fix = "name the parameter that both generators give"
        yield Problem("a merge needs keys to merge by", (*path, "mergeKeys"), fix=fix)
        return
    for n, row in inner:
        seen: set[tuple[str, ...]] = set()
        for element in elements(row) or ():
            values = tuple(element.get(key, "") for key in keys)
            if values in seen:
                told = ", ".join(f"{key}={value}" for key, value in zip(keys, values, strict=True))
                fix = "tell them apart by a merge key"
                yield Problem(f"two elements have the same merge keys: {told}", (*path, "generators", n), fix=fix)
            seen.add(values)

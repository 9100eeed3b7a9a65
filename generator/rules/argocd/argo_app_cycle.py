"""Applications that render each other

Why: Each re-applies the one that applies it: a change of one is undone by the other, and deleting either deletes
both.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
Bad:
    # file: one/b.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: b, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
    # file: two/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: a, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
Good:
    # file: one/b.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: b, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: a, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
    # file: two/cm.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.rendered_by import rendered
from generator.model import ObjectId
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    children = {
        who: sorted({m.id for m in found if m.id.kind == "Application" and m.id.group == "argoproj.io"})
        for who, found in rendered(cluster).items()
    }
    done: set[ObjectId] = set()
    for start in sorted(children):
        loop = [] if start in done else _loop(start, children)
        done.update(loop)
        if len(loop) > 1:
            names = " -> ".join(each.name for each in [*loop, loop[0]])
            first = cluster.by_id[start]
            yield Problem(f"Applications render each other: {names}", ("spec",), fix="cut one", manifest=first)


def _loop(start: ObjectId, children: Mapping[ObjectId, list[ObjectId]]) -> list[ObjectId]:
    """A way from an Application back to itself, empty when there is none; one that renders itself alone is no loop."""
    came: dict[ObjectId, ObjectId] = {}
    waiting = [child for child in children.get(start, ()) if child != start]
    came.update(dict.fromkeys(waiting, start))
    while waiting:
        one = waiting.pop(0)
        for child in children.get(one, ()):
            if child == start:
                way = [one]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if child not in came:
                came[child] = one
                waiting.append(child)
    return []

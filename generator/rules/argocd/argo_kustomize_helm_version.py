"""option that this Argo CD does not have yet

Why: The CRD drops a field it does not know: the option has no effect, and nothing says so.
Source: the release notes of Argo CD: several sources since 2.6, inline Kustomize patches since 2.9, templatePatch
since 2.10, labelWithoutSelector since 2.11, enabled for automated sync since 3.1
Settings:
    products: {argocd: "2.8"}
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source:
        repoURL: https://git.example.com/apps
        path: web
        kustomize: {patches: [{target: {kind: Deployment}, patch: "[]"}]}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web, kustomize: {namePrefix: a-}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster, get, kind_name
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = EXPLICIT
NEEDS = ("sources", "enabled", "patches", "labelWithoutSelector", "templatePatch")

_SPEC: tuple[tuple[Path, tuple[int, int]], ...] = (
    (("sources",), (2, 6)),
    (("syncPolicy", "automated", "enabled"), (3, 1)),
)
_SOURCE: tuple[tuple[Path, tuple[int, int]], ...] = (
    (("kustomize", "patches"), (2, 9)),
    (("kustomize", "labelWithoutSelector"), (2, 11)),
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    here = cluster.version("argocd")[:2]
    app = declared(manifest)
    places = [((*app.path, *path), since) for path, since in _SPEC]
    places += [((*source.path, *path), since) for source in sources(app) for path, since in _SOURCE]
    if kind_name(manifest) == kinds.APPLICATION_SET:
        places.append((("spec", "templatePatch"), (2, 10)))
    for path, since in places:
        if here < since and get(manifest.body, *path) is not None:
            yield Problem(
                f"{path[-1]} comes with Argo CD {since[0]}.{since[1]}; this is {cluster.assumed('argocd')}",
                path,
                fix="upgrade Argo CD, or leave it out",
                at_key=True,
            )

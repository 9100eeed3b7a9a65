"""project that permits everything

Why: Whoever may write Applications of it owns every cluster Argo CD reaches, Argo CD itself included.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
      clusterResourceWhitelist: [{group: "*", kind: "*"}]
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.APP_PROJECT,)
NEEDS = ("clusterResourceWhitelist",)

_ADMINISTRATIVE = ("default", "admin", "root")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.id.name in _ADMINISTRATIVE:
        return
    spec = manifest.body.get("spec")
    repositories = "*" in rows(spec, "sourceRepos")
    places = any(
        text(row, "namespace") == "*" and "*" in (text(row, "server"), text(row, "name"))
        for _, row in entries(spec, "destinations")
    )
    everything = any(
        text(row, "kind") == "*" and text(row, "group") == "*" for _, row in entries(spec, "clusterResourceWhitelist")
    )
    if repositories and places and everything:
        fix = "name the repositories, the namespaces and the cluster-scoped kinds it needs"
        yield Problem("the project permits every repository, every destination and every kind", ("spec",), fix=fix)

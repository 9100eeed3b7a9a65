"""two Applications of one name

Why: They are one object: the file applied last wins, and the two parents undo each other for ever.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#applications
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: api, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.application_sets import names
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION, kinds.APPLICATION_SET)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    first: dict[tuple[str, str], Manifest] = {}
    for namespace, name, manifest in _named(cluster):
        if (namespace, name) in first and first[namespace, name] is not manifest:
            yield Problem(
                f"another Application is called `{name}` too",
                ("metadata", "name"),
                fix="give one of them another name",
                manifest=manifest,
                related=(Place("the first", first[namespace, name], ("metadata", "name")),),
            )
        first.setdefault((namespace, name), manifest)


def _named(cluster: Cluster) -> Iterator[tuple[str, str, Manifest]]:
    """Every Application by namespace and name, those that generators of ApplicationSets surely make among them."""
    for app in cluster.all(kinds.APPLICATION):
        yield app.id.namespace, app.id.name, app
    for manifest in cluster.all(kinds.APPLICATION_SET):
        for name in sorted(set(names(manifest) or ())):
            yield manifest.id.namespace, name, manifest

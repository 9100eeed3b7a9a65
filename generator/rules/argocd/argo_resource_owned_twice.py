"""object that two Applications render

Why: Both track it: each sync of one makes the other out of sync, and deleting either deletes the object.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found
Bad:
    # file: one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: two/a.yaml
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
      source: {repoURL: "https://git.example.com/apps", path: one}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: two, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
Good:
    # file: one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: two/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api, namespace: shop}
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: two, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.facts import kinds
from generator.facts.applications import Declared, applications, destination
from generator.facts.cluster import Cluster
from generator.facts.projects import cluster_scoped
from generator.facts.rendered_by import rendered
from generator.model import Manifest, ObjectId
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for (other, app), shared in _shared(cluster).items():
        manifest, twin, who = shared[0]
        more = f", and {len(shared) - 1} more objects" if len(shared) > 1 else ""
        yield Problem(
            f"Applications `{other}` and `{app}` both render {who}{more}",
            ("metadata", "name"),
            fix="leave the object to one of them",
            manifest=manifest,
            related=() if twin is manifest else (Place("its other copy", twin, ("metadata", "name")),),
        )


def _shared(cluster: Cluster) -> Mapping[tuple[str, str], list[tuple[Manifest, Manifest, ObjectId]]]:
    """The objects that two Applications render, by the two: as the second and as the first has it."""
    first: dict[tuple[str, ObjectId], tuple[Declared, Manifest]] = {}
    found: dict[tuple[str, str], list[tuple[Manifest, Manifest, ObjectId]]] = {}
    for app in applications(cluster):
        server, name, namespace = destination(cluster, app)
        for manifest in rendered(cluster).get(app.manifest.id, ()):
            who = manifest.id
            if not who.namespace and not cluster_scoped(cluster, manifest):
                who = replace(who, namespace=namespace)
            other, twin = first.setdefault((server or name, who), (app, manifest))
            if other is not app:
                pair = (other.manifest.id.name, app.manifest.id.name)
                found.setdefault(pair, []).append((manifest, twin, who))
    return found

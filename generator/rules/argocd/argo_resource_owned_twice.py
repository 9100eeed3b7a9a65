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

from collections.abc import Iterator
from dataclasses import replace

from generator.facts import kinds
from generator.facts.applications import Declared, applications, destination
from generator.facts.cluster import Cluster
from generator.facts.projects import cluster_scoped
from generator.facts.rendered_by import rendered
from generator.model import Manifest, ObjectId
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
KINDS = (kinds.APPLICATION,)
FLEET = True


@once_a_field
def check(cluster: Cluster) -> Iterator[Problem]:
    first: dict[tuple[str, ObjectId], tuple[Declared, Manifest]] = {}
    for app in applications(cluster):
        server, name, namespace = destination(cluster, app)
        for manifest in rendered(cluster).get(app.manifest.id, ()):
            who = manifest.id
            if not who.namespace and not cluster_scoped(cluster, manifest):
                who = replace(who, namespace=namespace)
            other, twin = first.setdefault((server or name, who), (app, manifest))
            if other is app:
                continue
            yield Problem(
                f"Applications `{other.manifest.id.name}` and `{app.manifest.id.name}` both render {who}",
                ("metadata", "name"),
                fix="leave the object to one of them",
                manifest=manifest,
                related=() if twin is manifest else (Place("its other copy", twin, ("metadata", "name")),),
            )

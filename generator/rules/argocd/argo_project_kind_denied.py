"""object of a kind that the project does not permit

Why: The sync fails at this object. A project permits no cluster-scoped kind by default, and every namespaced one
unless it lists some.
Source: argo-cd pkg/apis/application/v1alpha1/app_project_types.go, IsGroupKindNamePermitted.
Bad (cluster-scoped):
    # file: web/role.yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: web}
    rules: []
    # file: root/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: shop
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
Bad (namespaced):
    # file: web/role.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    # file: root/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: shop
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
      namespaceResourceWhitelist: [{group: apps, kind: Deployment}]
Good:
    # file: web/role.yaml
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: web}
    rules: []
    # file: root/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: shop
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      destinations: [{server: "*", namespace: "*"}]
      clusterResourceWhitelist: [{group: rbac.authorization.k8s.io, kind: ClusterRole}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import Declared, applications
from generator.facts.cluster import Cluster, kind_name
from generator.facts.projects import cluster_scoped, permits_kind, project_of
from generator.facts.rendered_by import rendered
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for app in applications(cluster):
        owner = project_of(cluster, app)
        refused: dict[str, list[Manifest]] = {}
        for manifest in rendered(cluster).get(app.manifest.id, ()) if owner is not None else ():
            who, everywhere = manifest.id, cluster_scoped(cluster, manifest)
            if owner is None or everywhere is None:
                continue
            if not permits_kind(owner, who.group, who.kind, who.name, namespaced=not everywhere):
                refused.setdefault(kind_name(manifest), []).append(manifest)
        for shown, objects in refused.items():
            if owner is not None:
                yield _denied(cluster, app, owner, shown, objects)


def _denied(cluster: Cluster, app: Declared, owner: Manifest, shown: str, objects: list[Manifest]) -> Problem:
    first = objects[0]
    quoted = '""'
    field = "clusterResourceWhitelist" if cluster_scoped(cluster, first) else "namespaceResourceWhitelist"
    more = f" ({len(objects) - 1} more like this)" if len(objects) > 1 else ""
    return Problem(
        f"project `{owner.id.name}` of Application `{app.manifest.id.name}` does not permit {shown}{more}",
        ("kind",),
        fix=f"add {{group: {first.id.group or quoted}, kind: {first.id.kind}}} to the project's {field}",
        manifest=first,
        related=(Place("the project", owner, ("spec",)), Place("the Application", app.manifest)),
    )

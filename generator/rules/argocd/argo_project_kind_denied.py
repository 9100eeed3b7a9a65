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

from generator.facts.cluster import Cluster
from generator.facts.projects import cluster_scoped, permits_kind, project_of
from generator.facts.rendered_by import owners
from generator.rules.problem import Place, Problem

SEVERITY = "error"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for manifest in cluster.manifests:
        for app in owners(cluster).get(id(manifest), ()):
            owner, everywhere = project_of(cluster, app), cluster_scoped(cluster, manifest)
            if owner is None or everywhere is None:
                continue
            who = manifest.id
            if permits_kind(owner, who.group, who.kind, who.name, namespaced=not everywhere):
                continue
            quoted = '""'
            field = "clusterResourceWhitelist" if everywhere else "namespaceResourceWhitelist"
            shown = f"{who.kind}.{who.group}" if who.group else who.kind
            yield Problem(
                f"project `{owner.id.name}` of Application `{app.manifest.id.name}` does not permit {shown}",
                ("kind",),
                fix=f"add {{group: {who.group or quoted}, kind: {who.kind}}} to the project's {field}",
                manifest=manifest,
                related=(Place("the project", owner, ("spec",)), Place("the Application", app.manifest)),
            )

"""object in a namespace that the Application's project does not permit

Why: Argo CD judges every object, not only the Application's own destination: one in a namespace that is not permitted
fails the sync.
Source: argo-cd controller/sync.go (IsGroupKindNamePermitted and IsDestinationPermitted of each target object). Other
namespaces that the project permits are nobody's fault.
Bad:
    # file: web/a.yaml
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: kube-system}
    rules: []
    # file: root/a.yaml
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
    spec: {sourceRepos: ["*"], destinations: [{server: "*", namespace: shop}]}
Good:
    # file: web/a.yaml
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: kube-system}
    rules: []
    # file: root/a.yaml
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
    spec: {sourceRepos: ["*"], destinations: [{server: "*", namespace: shop}, {server: "*", namespace: kube-system}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import applications, destination
from generator.facts.cluster import Cluster
from generator.facts.projects import cluster_scoped, permits_destination, project_of
from generator.facts.rendered_by import rendered
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.APP_PROJECT,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    held = rendered(cluster)
    for app in applications(cluster):
        owner = project_of(cluster, app)
        if owner is None or app.manifest.id not in held:
            continue
        server, name, namespace = destination(cluster, app)
        elsewhere: dict[str, list[Manifest]] = {}
        for manifest in held[app.manifest.id]:
            if manifest.id.namespace not in ("", namespace) and not cluster_scoped(cluster, manifest):
                elsewhere.setdefault(manifest.id.namespace, []).append(manifest)
        for home, objects in elsewhere.items():
            permitted = permits_destination(owner, server, name, home)
            if permitted is not True:
                more = f" ({len(objects) - 1} more of its objects go there)" if len(objects) > 1 else ""
                yield Problem(
                    f"project `{owner.id.name}` of Application `{app.manifest.id.name}` does not permit namespace "
                    f"`{home}`{more}",
                    ("metadata", "namespace"),
                    fix="move the object, or add the namespace to the project's destinations",
                    severity="unverifiable" if permitted is None else "",
                    manifest=objects[0],
                    related=(Place("what the project permits", owner, ("spec", "destinations")),),
                )

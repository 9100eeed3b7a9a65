"""namespace where there is none, or none where there must be one

Why: An object of the whole cluster has no namespace; the field is dropped or refused, and whoever wrote it thought
otherwise. Any other object needs one: its own, or that of the destination of its Application.
Source:
https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#not-all-objects-are-in-a-namespace
and argo-cd controller/state.go: the namespace of an object is missing.
Bad:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
Good:
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: web, namespace: shop}
    rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import destination
from generator.facts.cluster import Cluster, get
from generator.facts.projects import cluster_scoped, whole_cluster
from generator.facts.rendered_by import owners
from generator.model import OMIT, Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = ("*",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not get(manifest.body, "metadata", "namespace"):
        yield from _homeless(manifest, cluster)
    elif whole_cluster(cluster, manifest):
        yield Problem(
            f"a {manifest.id.kind} has no namespace",
            ("metadata", "namespace"),
            fix="remove the namespace",
            safe=True,
            value=OMIT,
        )


def _homeless(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    """A namespaced object that neither says its namespace nor gets the one of its Application."""
    apps = owners(cluster).get(id(manifest), ())
    if apps and cluster_scoped(cluster, manifest) is False:
        for app in apps:
            if not destination(cluster, app)[2]:
                yield Problem(
                    f"no namespace, neither here nor in the destination of Application `{app.manifest.id.name}`",
                    ("metadata", "namespace"),
                    fix="write metadata.namespace",
                    severity="error",
                    related=(Place("the Application", app.manifest, (*app.path, "destination")),),
                )
                return

"""metadata that only the API server writes

Why: Copied from a live object, it makes applying fail (resourceVersion, uid) or shows differences that never end.
Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, resourceVersion: "123"}
Bad (annotation):
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: web
      namespace: shop
      annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, get
from generator.model import OMIT, Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("*",)

_FIELDS = ("uid", "resourceVersion", "creationTimestamp", "generation", "selfLink", "managedFields")
_ANNOTATIONS = ("deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration")
NEEDS = (*_FIELDS, *_ANNOTATIONS)
_HARMFUL = ("uid", "resourceVersion")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    places: list[Path] = [("metadata", field) for field in _FIELDS]
    places += [("metadata", "annotations", name) for name in _ANNOTATIONS]
    for path in places:
        if get(manifest.body, *path) is not None:
            yield Problem(
                f"`{path[-1]}` is written by the cluster",
                path,
                fix="remove it",
                severity="error" if path[-1] in _HARMFUL else "",
                at_key=True,
                safe=True,
                value=OMIT,
            )

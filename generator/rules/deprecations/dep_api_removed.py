"""API version that the cluster no longer serves

Why: The API server answers "no matches for kind": the sync fails at this object.
Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/. Where the schemas already refuse the
apiVersion, only that is told.
Bad (no schema: gone since 1.25):
    apiVersion: policy/v1beta1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.deprecated_apis import deprecation, gone
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = ("*",)

_SAME_SHAPE = (("autoscaling/v2beta2", "autoscaling/v2"), ("policy/v1beta1", "policy/v1"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = deprecation(manifest.api_version, manifest.id.kind)
    if found is None or not gone(found, cluster.version("kubernetes")):
        return
    new = f"write `apiVersion: {found.replacement}`" if found.replacement else "remove it: nothing replaces it"
    known = (manifest.api_version, found.replacement) in _SAME_SHAPE
    yield Problem(
        f"`{manifest.api_version}` {manifest.id.kind} is gone since Kubernetes {found.removed}; "
        f"this cluster has {cluster.assumed('kubernetes')}",
        ("apiVersion",),
        fix=new,
        safe=known,
        value=found.replacement if known else OMIT,
    )

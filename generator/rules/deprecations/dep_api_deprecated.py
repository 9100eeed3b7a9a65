"""API version that a later Kubernetes drops

Why: It works today; the upgrade that drops it breaks the sync.
Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
Settings:
    products: {kubernetes: "1.30"}
Bad (no schema: no longer bundled):
    apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
    kind: FlowSchema
    metadata: {name: web}
    spec: {priorityLevelConfiguration: {name: exempt}}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.deprecated_apis import ageing, deprecation
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("*",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = deprecation(manifest.api_version, manifest.id.kind)
    if found is None or not ageing(found, cluster.version("kubernetes")):
        return
    new = f"write `apiVersion: {found.replacement}`, kind {found.kind}" if found.replacement else "plan without it"
    until = f" and gone in {found.removed}" if found.removed else ""
    yield Problem(
        f"`{manifest.api_version}` {manifest.id.kind} is deprecated since Kubernetes {found.deprecated}{until}; "
        f"this cluster has {cluster.assumed('kubernetes')}",
        ("apiVersion",),
        fix=new,
    )

"""several Sidecars for a whole namespace

Why: Istio uses one of them, the oldest, and ignores the others.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0111/
Bad:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {egress: [{hosts: ["./*"]}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: base, namespace: shop}
    spec: {egress: [{hosts: ["istio-system/*"]}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {egress: [{hosts: ["./*"]}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: shop}
    spec: {workloadSelector: {labels: {app: api}}, egress: [{hosts: ["istio-system/*"]}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.workload_scopes import general
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SIDECAR,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    same = general(cluster, kinds.SIDECAR, manifest.id.namespace)
    if manifest in same[1:]:
        yield Problem(
            f"Sidecar `{same[0].id.name}` is for the whole namespace too: only the oldest is used",
            ("metadata", "name"),
            fix="put both into one, or add a workloadSelector",
            related=(Place("the other one", same[0]),),
        )

"""several Telemetry resources for a whole namespace

Why: Istio uses one of them, the oldest, and ignores the others.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0160/
Bad:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec: {tracing: [{randomSamplingPercentage: 1}]}
    ---
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: logs, namespace: shop}
    spec: {accessLogging: [{providers: [{name: envoy}]}]}
Good:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec: {tracing: [{randomSamplingPercentage: 1}]}
    ---
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: logs, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, accessLogging: [{providers: [{name: envoy}]}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.workload_scopes import general
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.TELEMETRY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    same = general(cluster, kinds.TELEMETRY, manifest.id.namespace)
    if manifest in same[1:]:
        yield Problem(
            f"Telemetry `{same[0].id.name}` is for the whole namespace too: only the oldest is used",
            ("metadata", "name"),
            fix="put both into one, or add a selector",
            related=(Place("the other one", same[0]),),
        )

"""two Telemetry resources for one workload

Why: Istio uses one of them, the oldest, and ignores the other.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0159/; judged by pod templates.
Bad:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: a, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, tracing: [{randomSamplingPercentage: 1}]}
    ---
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: b, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, accessLogging: [{disabled: true}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec: {containers: [{name: api, image: "api:1"}]}
Good:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: a, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, tracing: [{randomSamplingPercentage: 1}]}
    ---
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: b, namespace: other}
    spec: {selector: {matchLabels: {app: api}}, accessLogging: [{disabled: true}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec: {containers: [{name: api, image: "api:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.workload_scopes import overlap
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.TELEMETRY,)
NEEDS = ("selector", "workloadSelector")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = overlap(cluster, manifest)
    if found is not None:
        other, workload = found[0], found[1].manifest
        yield Problem(
            f"Telemetry `{other.id.name}` selects {workload.id.kind} `{workload.id.name}` too: only the oldest is used",
            ("spec", "selector"),
            fix="put both into one",
            related=(Place("the other one", other, ("spec", "selector")), Place("the pods", workload)),
        )

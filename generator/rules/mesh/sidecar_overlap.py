"""two Sidecars for one workload

Why: Istio uses one of them, the oldest, and ignores the other.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0110/; judged by pod templates.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: a, namespace: shop}
    spec: {workloadSelector: {labels: {app: api}}, egress: [{hosts: ["./*"]}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: b, namespace: shop}
    spec: {workloadSelector: {labels: {tier: front}}, egress: [{hosts: ["istio-system/*"]}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, tier: front}}
        spec: {containers: [{name: api, image: "api:1"}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: a, namespace: shop}
    spec: {workloadSelector: {labels: {app: api}}, egress: [{hosts: ["./*"]}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: b, namespace: shop}
    spec: {workloadSelector: {labels: {app: web}}, egress: [{hosts: ["istio-system/*"]}]}
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
KINDS = (kinds.SIDECAR,)
NEEDS = ("workloadSelector", "selector")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = overlap(cluster, manifest)
    if found is not None:
        other, workload = found[0], found[1].manifest
        yield Problem(
            f"Sidecar `{other.id.name}` selects {workload.id.kind} `{workload.id.name}` too: only the oldest is used",
            ("spec", "workloadSelector"),
            fix="select each workload once",
            related=(Place("the other one", other, ("spec", "workloadSelector")), Place("the pods", workload)),
        )

"""workload selector with wildcards or without labels

Why: The API server refuses empty keys and `*` in a selector, since labels are compared as they are; a selector without
labels is read as the whole namespace.
Source: the CEL rules of the CRDs; istio pkg/config/validation/validation.go, validateWorkloadSelector.
Bad:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: api, namespace: shop}
    spec: {selector: {matchLabels: {app: "api*"}}, mtls: {mode: STRICT}}
Bad (no labels):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: shop}
    spec: {workloadSelector: {}, egress: [{hosts: ["./*"]}]}
Good:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: api, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, mtls: {mode: STRICT}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (
    kinds.DESTINATION_RULE,
    kinds.SIDECAR,
    kinds.SERVICE_ENTRY,
    kinds.TELEMETRY,
    kinds.PEER_AUTHENTICATION,
    kinds.AUTHORIZATION_POLICY,
    kinds.REQUEST_AUTHENTICATION,
)
NEEDS = ("selector", "workloadSelector")

_PLACES = (("selector", "matchLabels"), ("workloadSelector", "labels"), ("workloadSelector", "matchLabels"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for place in _PLACES:
        for key, value in mapping(manifest.body, "spec", *place).items():
            path = ("spec", *place, key)
            if not key:
                yield Problem("the selector has an empty label", path, fix="write the label's name")
            elif "*" in f"{key}{value}":
                yield Problem(f"`{key}: {value}` has a wildcard", path, fix="write the label as the pods have it")
    for field in ("selector", "workloadSelector"):
        node = get(manifest.body, "spec", field)
        if node is not None and not any(mapping(node, inner) for inner in ("matchLabels", "labels")):
            yield Problem(
                f"{field} has no labels and picks every workload",
                ("spec", field),
                fix="add labels, or remove it",
                severity="warning",
            )

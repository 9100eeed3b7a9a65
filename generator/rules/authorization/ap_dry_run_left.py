"""policy that only pretends

Why: With the dry-run annotation the policy logs what it would do and refuses nothing.
Source: https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/ and istio
pkg/config/validation/validation.go: only for ALLOW and DENY, only true or false, on no other kind.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop, annotations: {istio.io/dry-run: "true"}}
    spec:
      rules: [{from: [{source: {namespaces: [a]}}]}]
Bad (on another kind):
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop, annotations: {istio.io/dry-run: "true"}}
    spec: {mtls: {mode: STRICT}}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop, annotations: {istio.io/dry-run: "false"}}
    spec:
      rules: [{from: [{source: {namespaces: [a]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import action
from generator.facts.cluster import Cluster, get
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (
    kinds.AUTHORIZATION_POLICY,
    kinds.PEER_AUTHENTICATION,
    kinds.REQUEST_AUTHENTICATION,
    kinds.VIRTUAL_SERVICE,
    kinds.DESTINATION_RULE,
    kinds.GATEWAY,
    kinds.SERVICE_ENTRY,
    kinds.SIDECAR,
    kinds.TELEMETRY,
)
NEEDS = ("istio.io/dry-run",)

DRY_RUN = "istio.io/dry-run"
_TRUE, _FALSE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    value = get(manifest.body, "metadata", "annotations", DRY_RUN)
    path = ("metadata", "annotations", DRY_RUN)
    if not isinstance(value, str):
        return
    if manifest.id.kind != "AuthorizationPolicy":
        message = f"no {manifest.id.kind} can be tried out: Istio refuses the annotation"
        yield Problem(message, path, fix="remove the annotation", severity="error", at_key=True)
    elif value not in _TRUE + _FALSE:
        yield Problem(f"`{value}` is neither true nor false", path, fix="write true or false", severity="error")
    elif action(manifest) not in ("ALLOW", "DENY"):
        message = f"a policy with action {action(manifest)} cannot be tried out: Istio refuses it"
        yield Problem(message, path, fix="remove the annotation", severity="error")
    elif value in _TRUE:
        yield Problem("the policy is only tried out: it refuses nothing", path, fix="remove the annotation")

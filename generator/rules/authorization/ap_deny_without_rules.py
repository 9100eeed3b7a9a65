"""policy without rules that never does anything

Why: DENY and CUSTOM act on what their rules match: without rules that is nothing. Istio refuses it.
Source: istio pkg/config/validation/validation.go, ValidateAuthorizationPolicy.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: DENY
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: DENY
      rules: [{from: [{source: {namespaces: [shop]}}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import action
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("action",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if action(manifest) in ("DENY", "CUSTOM") and not rows(manifest.body, "spec", "rules"):
        fix = "add rules; `rules: [{}]` means every request"
        message = f"{action(manifest)} without rules matches no request"
        yield Problem(message, ("spec", "action"), fix=fix)

"""provider and action that do not belong together

Why: A provider decides only for CUSTOM, and CUSTOM needs one. Istio refuses anything else.
Source: istio pkg/config/validation/validation.go, ValidateAuthorizationPolicy.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: ALLOW
      provider: {name: x}
      rules: [{from: [{source: {namespaces: [a]}}]}]
Bad (none):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: CUSTOM
      rules: [{from: [{source: {namespaces: [a]}}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      action: CUSTOM
      provider: {name: x}
      rules: [{from: [{source: {namespaces: [a]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import action
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name, chosen = text(manifest.body, "spec", "provider", "name"), action(manifest)
    if chosen == "CUSTOM" and not name:
        fix = "name the provider from the mesh configuration"
        yield Problem("CUSTOM needs a provider", ("spec", "action"), fix=fix)
    elif chosen != "CUSTOM" and mapping(manifest.body, "spec", "provider"):
        fix = "remove the provider, or write action: CUSTOM"
        yield Problem(f"{chosen} takes no provider", ("spec", "provider"), fix=fix, at_key=True)

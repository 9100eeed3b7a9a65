"""policy that admits more than before

Why: More callers get in, or a denial is gone. Meant or not, somebody should look.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/
Before:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: admin, namespace: shop}
    spec:
      action: DENY
      rules: [{to: [{operation: {paths: ["/admin*"]}}]}]
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: ["*"]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: admin, namespace: shop}
    spec:
      action: DENY
      rules: [{to: [{operation: {paths: ["/admin*"]}}]}]
Bad (denial gone):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/api]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: admin, namespace: shop}
    spec:
      action: DENY
      rules: [{to: [{operation: {paths: ["/admin*"]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import Rule, action, rules_of
from generator.facts.changes import pairs, removed
from generator.facts.cluster import Cluster, kind_name, rows
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        if kind_name(now) == kinds.AUTHORIZATION_POLICY and action(now) == "ALLOW" and action(before) == "ALLOW":
            known = {_open(rule) for rule in rules_of(before)}
            for rule in rules_of(now):
                if _open(rule) and _open(rule) not in known:
                    message = f"policy `{now.id.name}` now admits {_open(rule)}"
                    yield Problem(message, rule.path, fix="name the callers", manifest=now)
    for policy in removed(cluster):
        if kind_name(policy) == kinds.AUTHORIZATION_POLICY and action(policy) == "DENY":
            subject = next((m for m in cluster.manifests if m.id.namespace == policy.id.namespace), None)
            fix = "make sure that nothing relies on it"
            yield Problem(f"the DENY policy `{policy.id.name}` is gone", (), fix=fix, manifest=subject)


def _open(rule: Rule) -> str:
    """Whom a rule admits beyond named callers, "" when it names them."""
    sources = [source for _, source in rule.sources()]
    if not sources:
        return "everybody" if not list(rule.operations()) else "everybody to some operations"
    for source in sources:
        for key in ("principals", "namespaces"):
            if "*" in rows(source, key):
                return f"all {key}"
    return ""

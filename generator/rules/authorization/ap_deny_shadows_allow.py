"""denial that takes back all that a policy admits

Why: DENY is judged before ALLOW: the policy admits nothing.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/. Only denials without conditions on
the caller count, and operations whose fields are all given.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: allow, namespace: shop}
    spec: {rules: [{to: [{operation: {paths: [/api/v1]}}]}]}
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: deny, namespace: shop}
    spec: {action: DENY, rules: [{to: [{operation: {paths: ["/api*"]}}]}]}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: allow, namespace: shop}
    spec: {rules: [{to: [{operation: {paths: [/api/v1, /home]}}]}]}
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: deny, namespace: shop}
    spec: {action: DENY, rules: [{to: [{operation: {paths: ["/api*"]}}]}]}
Good (some callers only):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: allow, namespace: shop}
    spec: {rules: [{to: [{operation: {paths: [/api/v1]}}]}]}
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: deny, namespace: shop}
    spec:
      action: DENY
      rules: [{from: [{source: {namespaces: [other]}}], to: [{operation: {paths: ["/api*"]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.authorization import action, rules_of, selector, target_refs
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("rules",)

_FIELDS = ("hosts", "ports", "methods", "paths")
_Operation = Mapping[str, Any]


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if action(manifest) != "ALLOW" or target_refs(manifest):
        return
    admitted = [[o for _, o in rule.operations()] for rule in rules_of(manifest)]
    if not admitted:
        return
    for denial in cluster.all(kinds.AUTHORIZATION_POLICY):
        if action(denial) != "DENY" or denial.id.namespace != manifest.id.namespace or target_refs(denial):
            continue
        if not selector(denial).items() <= selector(manifest).items():
            continue
        blunt = [rule for rule in rules_of(denial) if not rule.body.get("from") and not rule.body.get("when")]
        denied = [operation for rule in blunt for operation in ([o for _, o in rule.operations()] or [{}])]
        if all(any(_covers(no, yes) for no in denied) for operations in admitted for yes in operations or [{}]):
            yield Problem(
                f"policy `{denial.id.name}` denies all that this one admits",
                ("spec", "rules"),
                fix="narrow the denial, or remove one of the two",
                related=(Place("the denial", denial, ("spec", "rules")),),
            )
            return


def _covers(denied: _Operation, admitted: _Operation) -> bool:
    """Whether every request of one operation is surely one of the other."""
    if any(key not in _FIELDS for key in denied):
        return False
    return all(
        field in admitted and all(_within(value, rows(denied, field)) for value in rows(admitted, field))
        for field in _FIELDS
        if field in denied
    )


def _within(value: object, patterns: list[Any]) -> bool:
    return any(isinstance(pattern, str) and _wider(pattern, str(value)) for pattern in patterns)


def _wider(pattern: str, value: str) -> bool:
    if pattern == "*" or pattern == value:
        return True
    if pattern.endswith("*") and not pattern.startswith("*"):
        return value.startswith(pattern[:-1])
    return pattern.startswith("*") and not value.endswith("*") and value.endswith(pattern[1:])

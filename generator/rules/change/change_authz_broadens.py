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
from generator.facts.authorization import Rule, action, rules_of, selector, target_refs
from generator.facts.changes import pairs, removed
from generator.facts.cluster import Cluster, kind_name, rows
from generator.facts.istio_hosts import root_namespace
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True

_CALLERS = ("principals", "namespaces", "serviceAccounts", "requestPrincipals", "ipBlocks", "remoteIpBlocks")
_ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        if kind_name(now) != kinds.AUTHORIZATION_POLICY:
            continue
        if action(before) == "ALLOW" == action(now):
            yield from _admitted(before, now)
        elif action(before) == "DENY":
            yield from _denied(before, now)
    for policy in removed(cluster):
        if kind_name(policy) == kinds.AUTHORIZATION_POLICY:
            yield from _gone(cluster, policy)


def _admitted(before: Manifest, now: Manifest) -> Iterator[Problem]:
    known = {_open(rule) for rule in rules_of(before)}
    for rule in rules_of(now):
        if _open(rule) and _open(rule) not in known:
            message = f"policy `{now.id.name}` now admits {_open(rule)}"
            yield Problem(message, rule.path, fix="name the callers", manifest=now)


def _denied(before: Manifest, now: Manifest) -> Iterator[Problem]:
    fix = "make sure that nothing relies on it"
    if action(now) != "DENY":
        message = f"policy `{now.id.name}` denied requests, now its action is {action(now)}"
        yield Problem(message, ("spec", "action"), fix=fix, manifest=now)
    elif len(list(rules_of(now))) < len(list(rules_of(before))):
        message = f"policy `{now.id.name}` denies less than before: it lost a rule"
        yield Problem(message, ("spec", "rules"), fix=fix, manifest=now)


def _gone(cluster: Cluster, policy: Manifest) -> Iterator[Problem]:
    subject = next((m for m in cluster.manifests if m.id.namespace == policy.id.namespace), None)
    if action(policy) == "DENY":
        fix = "make sure that nothing relies on it"
        yield Problem(f"the DENY policy `{policy.id.name}` is gone", (), fix=fix, manifest=subject)
    elif (
        action(policy) == "ALLOW"
        and subject is not None
        and not any(_limits(cluster, each, policy) for each in _allow(cluster))
    ):
        message = f"the ALLOW policy `{policy.id.name}` is gone, and nothing else says who may call: everybody may"
        yield Problem(message, (), fix="keep a policy that names the callers", manifest=subject)


def _allow(cluster: Cluster) -> Iterator[Manifest]:
    return (policy for policy in cluster.all(kinds.AUTHORIZATION_POLICY) if action(policy) == "ALLOW")


def _limits(cluster: Cluster, policy: Manifest, other: Manifest) -> bool:
    """Whether a policy is in force on what another one was: of the whole mesh, of the namespace, of the same pods."""
    if policy.id.namespace != other.id.namespace:
        return policy.id.namespace == root_namespace(cluster) and not selector(policy) and not target_refs(policy)
    if selector(policy) or target_refs(policy):
        same_targets = [row for _, row in target_refs(policy)] == [row for _, row in target_refs(other)]
        return selector(policy) == selector(other) and same_targets
    return True


def _open(rule: Rule) -> str:
    """Whom a rule admits beyond named callers, "" when it names them."""
    sources = [source for _, source in rule.sources()]
    if not sources:
        return "everybody" if not list(rule.operations()) else "everybody to some operations"
    for source in sources:
        for key in ("principals", "namespaces"):
            if "*" in rows(source, key):
                return f"all {key}"
        named = [key for key in _CALLERS if rows(source, key)]
        if not named:
            return "everybody but some"
        if not set(named) - {"ipBlocks", "remoteIpBlocks"} and _ANYWHERE & {
            str(block) for key in named for block in rows(source, key)
        }:
            return "every address"
    return ""

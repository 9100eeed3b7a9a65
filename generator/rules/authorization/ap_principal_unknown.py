"""identity that nobody has

Why: A principal is the trust domain, the namespace and the ServiceAccount of a pod. With a part missing or misspelt
the rule never matches.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source: principals have the form
`<trust domain>/ns/<namespace>/sa/<account>`, without spiffe://.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: ["ns/shop/sa/web"]}}]}]
Bad (scheme):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: ["spiffe://cluster.local/ns/shop/sa/web"]}}]}]
Bad (no such account):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: ["cluster.local/ns/shop/sa/payment"]}}]}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: payments, namespace: shop}
Bad (an account of another name):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {serviceAccounts: [frontendd]}}]}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: frontend, namespace: shop}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: ["cluster.local/ns/shop/sa/web"]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {principals: ["*/ns/other/sa/*"]}}]}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.admission import trust_domain
from generator.facts.attributes import account_problem
from generator.facts.authorization import rules_of
from generator.facts.charts import accounts, charted
from generator.facts.cluster import Cluster, rows
from generator.facts.suggest import slip
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("principals", "notPrincipals", "serviceAccounts", "notServiceAccounts", "when")

_FORM = re.compile(r"([^/]+)/ns/([^/]+)/sa/([^/]+)\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for path, source in rule.sources():
            yield from _each(source, ("principals", "notPrincipals"), path, cluster)
            yield from _accounts(manifest, source, ("serviceAccounts", "notServiceAccounts"), path, cluster)
        for path, condition in rule.conditions():
            if condition.get("key") == "source.principal":
                yield from _each(condition, ("values", "notValues"), path, cluster)
            elif condition.get("key") == "source.serviceAccount":
                yield from _accounts(manifest, condition, ("values", "notValues"), path, cluster)


def _each(node: Mapping[str, Any], keys: tuple[str, ...], path: Path, cluster: Cluster) -> Iterator[Problem]:
    for key in keys:
        for n, name in enumerate(rows(node, key)):
            if isinstance(name, str) and name:
                yield from _judge(name, (*path, key, n), cluster)


def _accounts(
    manifest: Manifest, node: Mapping[str, Any], keys: tuple[str, ...], path: Path, cluster: Cluster
) -> Iterator[Problem]:
    """ServiceAccounts are of the policy's own namespace unless they name another."""
    for key in keys:
        for n, name in enumerate(rows(node, key)):
            # What has not the form of one is told elsewhere.
            if isinstance(name, str) and name and not account_problem(name):
                space, _, account = name.rpartition("/")
                yield from _missing(space or manifest.id.namespace, account, (*path, key, n), cluster)


def _judge(name: str, path: Path, cluster: Cluster) -> Iterator[Problem]:
    if name.startswith("spiffe://"):
        plain = name.removeprefix("spiffe://")
        yield Problem("a principal is written without spiffe://", path, fix=f"write `{plain}`")
        return
    if "*" in name:
        return
    parts = _FORM.match(name)
    if parts is None:
        domain = trust_domain(cluster)
        fix = f"write it as {domain}/ns/<namespace>/sa/<account>"
        what = "lacks its trust domain" if name.startswith("ns/") else "is no identity of a pod"
        yield Problem(f"`{name}` {what}: it never matches", path, fix=fix)
        return
    namespace, account = parts[2], parts[3]
    if parts[1] == trust_domain(cluster):
        yield from _missing(namespace, account, path, cluster)


def _missing(namespace: str, account: str, path: Path, cluster: Cluster) -> Iterator[Problem]:
    if account in accounts(cluster, namespace):
        return
    severity = cluster.absence(kinds.SERVICE_ACCOUNT, namespace, account)
    if severity and not charted(cluster, namespace):
        meant = slip(account, accounts(cluster, namespace))
        yield Problem(
            f"namespace `{namespace}` has no ServiceAccount `{account}`"
            + (f", did you mean `{meant}`?" if meant else ""),
            path,
            fix="correct the name",
            severity="warning" if meant and severity == "unverifiable" else severity,
        )

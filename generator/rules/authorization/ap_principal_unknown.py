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
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.admission import trust_domain
from generator.facts.authorization import rules_of
from generator.facts.charts import accounts, charted
from generator.facts.cluster import Cluster, rows
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)

_FORM = re.compile(r"([^/]+)/ns/([^/]+)/sa/([^/]+)\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for path, source in rule.sources():
            for key in ("principals", "notPrincipals"):
                for n, name in enumerate(rows(source, key)):
                    if isinstance(name, str):
                        yield from _judge(name, (*path, key, n), cluster)
        for path, condition in rule.conditions():
            if condition.get("key") == "source.principal":
                for n, name in enumerate(rows(condition, "values")):
                    if isinstance(name, str):
                        yield from _judge(name, (*path, "values", n), cluster)


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
    if parts[1] != trust_domain(cluster) or account in accounts(cluster, namespace):
        return
    severity = cluster.absence(kinds.SERVICE_ACCOUNT, namespace, account)
    if severity and not charted(cluster, namespace):
        meant = did_you_mean(account, accounts(cluster, namespace))
        yield Problem(
            f"namespace `{namespace}` has no ServiceAccount `{account}`{meant}",
            path,
            fix="correct the name",
            severity="warning" if meant and severity == "unverifiable" else severity,
        )

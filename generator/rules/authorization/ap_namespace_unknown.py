"""source in a namespace that does not exist

Why: The rule never matches: callers meant to be admitted are refused, or callers meant to be refused are admitted.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {namespaces: [frontnd]}}]}]
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: frontend}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {namespaces: [frontend, "team-*"]}}]}]
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: frontend}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import rules_of
from generator.facts.charts import charted
from generator.facts.cluster import Cluster, rows
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.AUTHORIZATION_POLICY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for path, source in rule.sources():
            for key in ("namespaces", "notNamespaces"):
                for n, name in enumerate(rows(source, key)):
                    if not isinstance(name, str) or "*" in name or name in cluster.namespaces:
                        continue
                    meant = did_you_mean(name, cluster.namespaces)
                    severity = cluster.absence(kinds.NAMESPACE, "", name)
                    if severity and not charted(cluster, name):
                        yield Problem(
                            f"there is no namespace `{name}`{meant}",
                            (*path, key, n),
                            fix="correct the name",
                            severity="warning" if meant or cluster.closed(name) else "unverifiable",
                        )

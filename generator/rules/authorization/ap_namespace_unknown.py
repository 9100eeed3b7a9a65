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
Bad (in a condition):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{when: [{key: source.namespace, values: [frontnd]}]}]
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
from generator.facts.suggest import slip
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("namespaces", "notNamespaces", "when")

_SOURCES = ("namespaces", "notNamespaces")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        lists = [((*path, key), rows(source, key)) for path, source in rule.sources() for key in _SOURCES]
        for path, condition in rule.conditions():
            if condition.get("key") == "source.namespace":
                lists += [((*path, key), rows(condition, key)) for key in ("values", "notValues")]
        for path, names in lists:
            for n, name in enumerate(names):
                if isinstance(name, str) and name and "*" not in name and name not in cluster.namespaces:
                    yield from _unknown(name, (*path, n), cluster)


def _unknown(name: str, path: Path, cluster: Cluster) -> Iterator[Problem]:
    meant = slip(name, cluster.namespaces)
    if cluster.absence(kinds.NAMESPACE, "", name) and not charted(cluster, name):
        yield Problem(
            f"there is no namespace `{name}`" + (f", did you mean `{meant}`?" if meant else ""),
            path,
            fix="correct the name",
            severity="warning" if meant or cluster.closed(name) else "unverifiable",
        )

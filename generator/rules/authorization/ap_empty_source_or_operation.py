"""empty part of a rule

Why: Istio refuses it: left out it would mean everybody, empty it is most likely unfinished.
Source: istio pkg/config/validation/validation.go, ValidateAuthorizationPolicy.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: []}]
Bad (source):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {}}]}]
Bad (operation):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {}}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {namespaces: [shop]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import rules_of
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("from", "to")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for key, inner in (("from", "source"), ("to", "operation")):
            if rule.body.get(key) == []:
                yield Problem(f"`{key}` is empty", (*rule.path, key), fix="leave it out, or fill it", at_key=True)
            for n, row in entries(rule.body, key):
                if not mapping(row, inner):
                    path = (*rule.path, key, n)
                    yield Problem(f"`{inner}` is empty", path, fix=f"say which {inner} is meant")
                for field, values in mapping(row, inner).items():
                    if isinstance(values, list) and "" in values:
                        path = (*rule.path, key, n, inner, field, values.index(""))
                        yield Problem(f"an empty text in {field} matches nothing", path, fix="remove it")

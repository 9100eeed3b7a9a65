"""condition that Istio does not know

Why: Istio refuses unknown attributes and conditions without values.
Source: istio pkg/config/security/security.go, ValidateAttribute.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{when: [{key: "request.header[x]", values: [a]}]}]
Bad (no values):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{when: [{key: "request.headers[x]"}]}]
Bad (no name):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{when: [{key: request.headers, values: [a]}]}]
Bad (bad value):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{when: [{key: source.ip, values: [here]}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{when: [{key: "request.headers[x]", values: [a]}, {key: destination.port, notValues: ["80"]}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.attributes import key_problem, value_problem
from generator.facts.authorization import rules_of
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("when",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for path, condition in rule.conditions():
            key = text(condition, "key")
            told = key_problem(key)
            if told:
                yield Problem(told, (*path, "key"), fix="name an attribute that Istio knows")
                continue
            if not rows(condition, "values") and not rows(condition, "notValues"):
                yield Problem(f"the condition on `{key}` has no values", path, fix="add values or notValues")
            for field in ("values", "notValues"):
                for n, value in enumerate(rows(condition, field)):
                    wrong = value_problem(key, value) if isinstance(value, str) else ""
                    if wrong:
                        yield Problem(wrong, (*path, field, n), fix="write a value that the attribute can have")

"""path template of a shape that Istio refuses

Why: Only `{*}` and `{**}` as whole segments are taken, `{**}` behind all others; beside them no star. Other braces are
refused in any path: a name such as `{id}` says nothing here.
Source: istio pkg/config/security/security.go, CheckValidPathTemplate.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {paths: ["/a/{*}b"]}}]}]
Bad (not last):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {paths: ["/a/{**}/{**}"]}}]}]
Bad (a name in braces):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {paths: ["/orders/{id}"]}}]}]
Bad (star):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {paths: ["/a/{*}/*"]}}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {paths: ["/a/{*}/b/{**}", "/c/*"]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.attributes import template_problem
from generator.facts.authorization import rules_of
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("paths", "notPaths")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for path, operation in rule.operations():
            for key in ("paths", "notPaths"):
                for n, value in enumerate(rows(operation, key)):
                    told = template_problem(value) if isinstance(value, str) else ""
                    if told:
                        fix = "let {*} be a whole segment, and {**} the last one"
                        yield Problem(told, (*path, key, n), fix=fix)

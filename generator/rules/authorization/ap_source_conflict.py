"""ServiceAccounts beside principals or namespaces

Why: Istio refuses it: a ServiceAccount already says the namespace and the identity.
Source: istio pkg/config/validation/validation.go, ValidateAuthorizationPolicy.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {serviceAccounts: [a], namespaces: [b]}}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {serviceAccounts: [b/a]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import rules_of
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("serviceAccounts", "notServiceAccounts")

_SIDES = (
    ("serviceAccounts", ("principals", "notPrincipals", "namespaces", "notNamespaces")),
    ("notServiceAccounts", ("principals", "notPrincipals", "namespaces", "notNamespaces")),
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for path, source in rule.sources():
            for own, others in _SIDES:
                beside = [key for key in others if rows(source, key)]
                if rows(source, own) and beside:
                    fix = "write two sources"
                    message = f"{own} and {beside[0]} exclude each other"
                    yield Problem(message, (*path, own), fix=fix, at_key=True)

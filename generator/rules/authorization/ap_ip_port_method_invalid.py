"""address, port or method that no request can have

Why: Istio refuses wrong addresses and ports; a method in lower case is taken and never matches.
Source: istio pkg/config/validation/validation.go, and pkg/config/security/security.go (ValidateIPs, ValidatePorts).
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {methods: [get]}}]}]
Bad (port):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{to: [{operation: {ports: ["http"]}}]}]
Bad (address):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules: [{from: [{source: {ipBlocks: [10.0.0.0/33]}}]}]
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      rules:
        - from: [{source: {ipBlocks: [10.0.0.0/8, "::1"]}}]
          to: [{operation: {methods: [GET, "P*"], ports: ["8080"]}}]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.attributes import account_problem, address_problem, method_problem, port_problem
from generator.facts.authorization import rules_of
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = (
    "ipBlocks",
    "notIpBlocks",
    "remoteIpBlocks",
    "notRemoteIpBlocks",
    "serviceAccounts",
    "notServiceAccounts",
    "ports",
    "notPorts",
    "methods",
    "notMethods",
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        for path, source in rule.sources():
            for key in ("ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks"):
                yield from _each(
                    source,
                    key,
                    path,
                    address_problem,
                    "write an address such as 10.0.0.1, or a block such as 10.0.0.0/8",
                )
            for key in ("serviceAccounts", "notServiceAccounts"):
                yield from _each(source, key, path, account_problem, "write namespace/name, or a name alone")
        for path, operation in rule.operations():
            for key in ("ports", "notPorts"):
                yield from _each(operation, key, path, port_problem, "write a port number in quotes")
            for key in ("methods", "notMethods"):
                yield from _each(operation, key, path, method_problem, "write an HTTP method in capitals")


def _each(node: Mapping[str, Any], key: str, path: Path, told: Callable[[str], str], fix: str) -> Iterator[Problem]:
    for n, value in enumerate(rows(node, key) if key in node else ()):
        problem = told(value) if isinstance(value, str) and value else ""
        if problem:
            yield Problem(problem, (*path, key, n), fix=fix)

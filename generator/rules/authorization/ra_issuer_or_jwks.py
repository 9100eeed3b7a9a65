"""token rule that Istio cannot use

Why: Istio refuses rules without an issuer and keys it cannot read; with a broken address no token is ever valid.
Source: istio pkg/config/validation/validation.go, validateJwtRule.
Bad (no schema: no issuer):
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {audiences: [a]}
Bad (address):
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {issuer: a, jwksUri: "ftp://id.example.com/keys"}
Bad (keys):
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {issuer: a, jwks: "{}"}
Good:
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {issuer: "https://id.example.com", jwksUri: "https://id.example.com/keys"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.token_keys import key_set, uri_problem
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.REQUEST_AUTHENTICATION,)
NEEDS = ("jwtRules",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "jwtRules"):
        path: Path = ("spec", "jwtRules", n)
        uri, keys = text(row, "jwksUri"), text(row, "jwks")
        if not text(row, "issuer"):
            here = (*path, "issuer") if "issuer" in row else path
            yield Problem("the rule names no issuer", here, fix="write the tokens' `iss` as issuer")
        told = uri_problem(uri) if uri else ""
        if told:
            yield Problem(told, (*path, "jwksUri"), fix="write an https:// address")
        if keys and key_set(keys) is None:
            fix = 'write {"keys": [...]} in JSON'
            yield Problem("the inline keys are no JSON web key set", (*path, "jwks"), fix=fix)
        if uri and keys:
            message = "jwksUri is ignored beside inline keys"
            yield Problem(message, (*path, "jwksUri"), fix="keep one of the two", severity="warning")

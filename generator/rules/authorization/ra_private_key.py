"""private keys in a policy

Why: Whoever reads the policy can sign tokens with them. Validating needs the public part only.
Source: RFC 7517 and RFC 7518: the members d, p, q, dp, dq, qi and k are private.
Bad:
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {issuer: a, jwks: '{"keys": [{"kty": "EC", "crv": "P-256", "x": "a", "y": "b", "d": "c"}]}'}
Good:
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {issuer: a, jwks: '{"keys": [{"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}]}'}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.token_keys import PRIVATE, key_set
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.REQUEST_AUTHENTICATION,)
NEEDS = ("jwks",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "jwtRules"):
        for key in key_set(text(row, "jwks")) or ():
            shown = sorted(set(key) & PRIVATE)
            if shown:
                path: Path = ("spec", "jwtRules", n, "jwks")
                fix = "keep the public members only, and replace the key: it is known now"
                yield Problem(f"the key set holds private parts ({', '.join(shown)})", path, fix=fix)
                break

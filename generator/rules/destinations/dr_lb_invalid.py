"""consistent hash that cannot work

Why: istiod refuses it: exactly one thing is hashed, a cookie needs a name, and Maglev's table size is a prime number.
Source: istio pkg/config/validation/validation.go, validateLoadBalancer.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 1000}}}}}
Bad (nothing to hash):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {loadBalancer: {consistentHash: {ringHash: {minimumRingSize: 1024}}}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x-user, maglev: {tableSize: 65537}}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import doubled, entries, text, whole
from generator.facts.traffic_policies import blocks
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("consistentHash",)

_KEYS = ("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName")
_LARGEST = 5000011


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, hashed in blocks(manifest, "loadBalancer", "consistentHash"):
        keys = [key for key in _KEYS if hashed.get(key) not in (None, "")]
        if len(keys) != 1:
            what = " and ".join(keys) if keys else "nothing"
            yield Problem(f"{what} is hashed, exactly one thing must be", path, fix=f"keep one of {', '.join(_KEYS)}")
        yield from _cookie(mapping(hashed, "httpCookie"), (*path, "httpCookie"))
        yield from _tables(hashed, path)


def _cookie(cookie: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    if cookie and not text(cookie, "name"):
        yield Problem("the cookie has no name", path, fix="add name")
    names = ((n, text(row, "name")) for n, row in entries(cookie, "attributes"))
    for n, _, name in doubled(names):
        yield Problem(f"attribute `{name}` stands twice", (*path, "attributes", n), fix="remove one of them")


def _tables(hashed: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    if hashed.get("minimumRingSize") and (hashed.get("ringHash") or hashed.get("maglev")):
        yield Problem(
            "minimumRingSize beside ringHash or maglev", (*path, "minimumRingSize"), fix="remove it", at_key=True
        )
    if not isinstance(hashed.get("maglev"), Mapping):
        return
    size = whole(hashed, "maglev", "tableSize") or 0
    if not _prime(size) or size >= _LARGEST:
        yield Problem(
            f"Maglev table size {size or 'is missing: it'} must be a prime number below {_LARGEST}",
            (*path, "maglev", "tableSize"),
            fix=f"write a prime number such as {_next_prime(min(size, 65536))}",
        )


def _prime(number: int) -> bool:
    if number < 4:
        return number > 1
    return number % 2 == 1 and all(number % factor for factor in range(3, int(number**0.5) + 1, 2))


def _next_prime(number: int) -> int:
    number = max(number, 2)
    while not _prime(number):
        number += 1
    return number

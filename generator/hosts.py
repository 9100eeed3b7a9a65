"""Host names as an environment knows them: values are written for one zone, each environment may have its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ORIGIN = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)?(?P<host>[^:/]+)(?P<rest>.*)", re.DOTALL)
_LABELS = r"([a-z0-9-]+\.)+"


def environment_host(host: str, dns: Mapping[str, Any]) -> str:
    """The host in this environment: one that ends in `replaces` ends in `zone` instead.

    `dns` is the environment's `dns` setting. A host that lies in the zone already is left alone.
    """
    zone, replaces = dns.get("zone"), dns.get("replaces")
    if not zone or not replaces or _inside(host, zone) or not _inside(host, replaces):
        return host
    return f"{host[: len(host) - len(replaces)]}{zone}"


def environment_origin(origin: str, dns: Mapping[str, Any]) -> str:
    """A CORS origin (scheme, host, port) with its host as this environment knows it."""
    found = _ORIGIN.fullmatch(origin)
    if found is None:
        return origin
    return f"{found['scheme'] or ''}{environment_host(found['host'], dns)}{found['rest']}"


def origin_match(origin: str) -> dict[str, str]:
    """A CORS origin as an Istio StringMatch; `https://*.example.com` admits subdomains of every depth."""
    if origin == "*":
        return {"regex": ".*"}
    if "*" not in origin:
        return {"exact": origin}
    scheme, _, rest = origin.partition("*.")
    return {"regex": f"{_escape(scheme)}{_LABELS}{_escape(rest)}"}


def host_slug(host: str) -> str:
    """A host as part of an object's name: dots become hyphens, a wildcard becomes the word."""
    return host.replace("*", "wildcard").replace(".", "-")


def _inside(host: str, zone: str) -> bool:
    return host == zone or host.endswith(f".{zone}")


def _escape(text: str) -> str:
    """Escapes what RE2 reads as an operator; `re.escape` would also escape hyphens, which needs no escape."""
    return re.sub(r"([.+?()\[\]{}^$|\\])", r"\\\1", text)

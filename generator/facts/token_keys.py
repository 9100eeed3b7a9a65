"""Where the keys that validate tokens come from, and what they hold.

Source: RFC 7517 (key sets), RFC 7518 (private members); istio pkg/config/security/security.go, ParseJwksURI.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import registry
from generator.model import Manifest

PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
"""Members that only who signs may know."""


def key_set(written: str) -> list[Mapping[str, Any]] | None:
    """The keys of an inline key set, None when it is none."""
    if not written:
        return None
    try:
        keys = json.loads(written).get("keys")
    except (ValueError, AttributeError):
        return None
    if not isinstance(keys, list) or not all(isinstance(key, dict) and "kty" in key for key in keys):
        return None
    return keys


def uri_problem(uri: str) -> str:
    """What is wrong with the address of a key set, "" when nothing is."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return f"`{uri}` is no address"
    if parts.scheme not in ("http", "https"):
        return f"`{uri}` must begin with https://"
    return "" if parts.hostname and port != 0 else f"`{uri}` names no host"


def service_at(cluster: Cluster, uri: str, namespace: str) -> Manifest | None:
    """The Service here that an address leads to: `name`, `name.namespace` and longer forms."""
    if uri_problem(uri):
        return None
    parts = (urlsplit(uri).hostname or "").split(".")
    if len(parts) > 2 and parts[2] != "svc":
        return None
    home = parts[1] if len(parts) > 1 else namespace
    return registry(cluster).services.get(f"{parts[0]}.{home}.svc.cluster.local")

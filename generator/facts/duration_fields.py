"""Where manifests hold durations that Go reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import get, kind_name
from generator.model import Manifest, Path

_ISTIO = frozenset(
    {
        "backoff",
        "baseEjectionTime",
        "connectTimeout",
        "exponentialDelay",
        "fixedDelay",
        "idleTimeout",
        "interval",
        "maxAge",
        "maxConnectionDuration",
        "perTryTimeout",
        "time",
        "timeout",
        "ttl",
        "warmupDurationSecs",
    }
)
"""Names that only durations have in VirtualServices, DestinationRules and ServiceEntries."""
_ROUTING = (kinds.VIRTUAL_SERVICE, kinds.DESTINATION_RULE)
_PLACES: Mapping[str, tuple[Path, ...]] = {
    kinds.EXTERNAL_SECRET: (("spec", "refreshInterval"),),
    "ClusterExternalSecret.external-secrets.io": (
        ("spec", "refreshTime"),
        ("spec", "externalSecretSpec", "refreshInterval"),
    ),
    "PushSecret.external-secrets.io": (("spec", "refreshInterval"),),
    "Certificate.cert-manager.io": (("spec", "duration"), ("spec", "renewBefore")),
}


KINDS = tuple(sorted((*_ROUTING, *_PLACES)))
"""The kinds that are looked into."""
FIELDS = tuple(sorted({*_ISTIO, *(str(path[-1]) for paths in _PLACES.values() for path in paths)}))
"""The keys of which an object with a duration has one."""


def duration_fields(manifest: Manifest) -> Iterator[tuple[Path, str, bool]]:
    """Each duration of an object: its path, its text, whether Istio reads it."""
    kind = kind_name(manifest)
    if kind in _ROUTING:
        found: list[tuple[Path, str]] = []
        _collect(manifest.body.get("spec"), ("spec",), found)
        yield from ((path, value, True) for path, value in found)
    for path in _PLACES.get(kind, ()):
        value = get(manifest.body, *path)
        if isinstance(value, str):
            yield path, value, False


def _collect(node: Any, path: Path, found: list[tuple[Path, str]]) -> None:
    """Add every duration below a node, in order."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if isinstance(value, str):
                if key in _ISTIO:
                    found.append(((*path, key), value))
            elif isinstance(value, (Mapping, list)) and key not in ("match", "headers", "labels"):
                _collect(value, (*path, key), found)
    elif isinstance(node, list):
        for n, item in enumerate(node):
            if isinstance(item, (Mapping, list)):
                _collect(item, (*path, n), found)

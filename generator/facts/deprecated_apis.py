"""APIs of Kubernetes that are gone or about to go, and what replaces them.

The table stands in deprecated_apis.json. Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Version = tuple[int, ...]

GONE_GROUPS: Mapping[str, str] = {
    "rbac.istio.io": "security.istio.io/v1",
    "authentication.istio.io": "security.istio.io/v1",
    "config.istio.io": "telemetry.istio.io/v1",
}
"""Groups that Istio read before 1.5, and what does their work since."""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """One kind in one API version: since which Kubernetes it is deprecated, in which it is gone (empty: not yet).

    `replacement` is the apiVersion to write instead, `kind` the kind there; "" when nothing replaces it.
    """

    deprecated: str
    removed: str
    replacement: str
    kind: str


def version(text: str) -> Version:
    """A version as numbers."""
    return tuple(int(part) for part in text.split(".") if part.isdigit())


@lru_cache(maxsize=1)
def table() -> Mapping[tuple[str, str], Deprecation]:
    """Every deprecation by apiVersion and kind."""
    rows = json.loads(Path(__file__).with_suffix(".json").read_text("utf8"))
    moved = {"Endpoints": "EndpointSlice"}
    return {
        (row["apiVersion"], kind): Deprecation(
            row["deprecated"], row["removed"], row["replacement"], moved.get(kind, kind) if row["replacement"] else ""
        )
        for row in rows
        for kind in row["kinds"]
    }


@lru_cache(maxsize=1024)
def deprecation(api_version: str, kind: str) -> Deprecation | None:
    """What is known of a kind in an API version; a list of objects counts as its kind."""
    return table().get((api_version, kind)) or table().get((api_version, kind.removesuffix("List")))


def gone(found: Deprecation, kubernetes: Version) -> bool:
    """Whether a cluster of that version no longer serves it."""
    return bool(found.removed) and version(found.removed) <= kubernetes


def ageing(found: Deprecation, kubernetes: Version) -> bool:
    """Whether a cluster of that version serves it, but not for ever."""
    return not gone(found, kubernetes) and version(found.deprecated) <= kubernetes

"""How much one document may ask for. Reading stops at these figures; memory and time are bounded by them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes for `file` and `alias_bytes`, in characters for `scalar` and `key`.

    `nodes` counts scalars and collections of one document, `depth` nested collections. Aliases expand to at most
    `alias_nodes` nodes and `alias_bytes` of text; zero nodes means that no alias is allowed at all.
    """

    file: int
    depth: int
    nodes: int
    scalar: int
    key: int
    alias_nodes: int = 0
    alias_bytes: int = 0


VALUES = Limits(file=1 << 20, depth=32, nodes=50_000, scalar=1 << 16, key=253)
"""For values files, which people write."""

MANIFESTS = Limits(
    file=16 << 20, depth=100, nodes=1_000_000, scalar=4 << 20, key=4096, alias_nodes=100_000, alias_bytes=4 << 20
)
"""For foreign manifests: bundles of CRDs and dashboards are large, and anchors occur."""

"""The metrics of a HorizontalPodAutoscaler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import mapping
from generator.facts.fields import entries, text
from generator.model import Manifest, Path

_BLOCKS = {
    "Object": "object",
    "Pods": "pods",
    "Resource": "resource",
    "External": "external",
    "ContainerResource": "containerResource",
}


def sources(manifest: Manifest) -> Iterator[tuple[str, Path, Mapping[str, Any]]]:
    """Each metric whose block fits its type: the type, the block's path, the block."""
    for n, row in entries(manifest.body, "spec", "metrics"):
        block = _BLOCKS.get(text(row, "type"), "")
        if mapping(row, block):
            yield text(row, "type"), ("spec", "metrics", n, block), mapping(row, block)

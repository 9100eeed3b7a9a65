"""The metrics of a HorizontalPodAutoscaler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.facts.cluster import mapping
from generator.facts.fields import entries, text, whole
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


@dataclass(frozen=True, slots=True)
class Utilization:
    """A metric in percent of the request: `path` leads to the metric, `target` to its percent."""

    path: Path
    target: Path
    resource: str
    percent: int | None
    container: str = ""


def utilizations(manifest: Manifest) -> Iterator[Utilization]:
    """Each metric in percent; autoscaling/v1 knows the one of cpu."""
    if manifest.version == "v1":
        path: Path = ("spec", "targetCPUUtilizationPercentage")
        percent = whole(manifest.body, *path)
        if percent is not None:
            yield Utilization(path, path, "cpu", percent)
        return
    for kind, path, block in sources(manifest):
        target = mapping(block, "target")
        if kind in ("Resource", "ContainerResource") and (
            text(target, "type") == "Utilization" or "averageUtilization" in target
        ):
            percent = whole(target, "averageUtilization")
            here = (*path, "target", "averageUtilization")
            yield Utilization(path, here, text(block, "name"), percent, text(block, "container"))

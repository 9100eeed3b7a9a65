"""Every place of an object that holds labels or annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, mapping
from generator.model import Manifest, Path

_SELECTING = (*kinds.WORKLOADS, kinds.PDB, kinds.SERVICE_MONITOR, kinds.POD_MONITOR)


def label_maps(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Labels of the object and its pod template, and the plain maps that select by them."""
    yield from _metadata(manifest, cluster, "labels")
    kind = kind_name(manifest)
    if kind in _SELECTING:
        yield from _present(manifest, ("spec", "selector", "matchLabels"))
    elif kind == kinds.SERVICE:
        yield from _present(manifest, ("spec", "selector"))


def annotation_maps(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Annotations of the object and of its pod template."""
    yield from _metadata(manifest, cluster, "annotations")


def _metadata(manifest: Manifest, cluster: Cluster, field: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    yield from _present(manifest, ("metadata", field))
    template = kinds.POD_TEMPLATES.get(kind_name(manifest))
    if template:
        yield from _present(manifest, (*template, "metadata", field))


def _present(manifest: Manifest, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(get(manifest.body, *path), Mapping):
        yield path, mapping(manifest.body, *path)

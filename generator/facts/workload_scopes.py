"""Which workloads a Sidecar or Telemetry is for: all of its namespace, or those it selects by label.

Source: https://istio.io/latest/docs/reference/config/networking/sidecar/ and
https://istio.io/latest/docs/reference/config/telemetry/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.facts.cluster import Cluster, PodTemplate, get, kind_name, mapping
from generator.facts.selector import matches_labels
from generator.model import Manifest


def wanted(manifest: Manifest) -> Mapping[str, Any]:
    """The labels that an object selects pods by; none means every pod of its namespace."""
    return mapping(manifest.body, "spec", "workloadSelector", "labels") or mapping(
        manifest.body, "spec", "selector", "matchLabels"
    )


def _aimed(manifest: Manifest) -> bool:
    """Whether it is for some named target instead of workloads."""
    return bool(get(manifest.body, "spec", "targetRefs") or get(manifest.body, "spec", "targetRef"))


@lru_cache(maxsize=32)
def _by_namespace(cluster: Cluster, kind: str) -> Mapping[str, tuple[Manifest, ...]]:
    found: dict[str, list[Manifest]] = {}
    for manifest in cluster.all(kind):
        if not _aimed(manifest):
            found.setdefault(manifest.id.namespace, []).append(manifest)
    return {name: tuple(items) for name, items in found.items()}


def general(cluster: Cluster, kind: str, namespace: str) -> tuple[Manifest, ...]:
    """The objects of a kind that are for a whole namespace."""
    return tuple(m for m in _by_namespace(cluster, kind).get(namespace, ()) if not wanted(m))


def overlaps(cluster: Cluster, manifest: Manifest) -> Iterator[tuple[Manifest, PodTemplate]]:
    """Earlier objects of the kind that select a pod template this one selects too, each with the first such."""
    labels = wanted(manifest)
    mine = [t for t in cluster.templates_in(manifest.id.namespace) if matches_labels(labels, t.labels)]
    for other in _by_namespace(cluster, kind_name(manifest)).get(manifest.id.namespace, ()) if mine else ():
        if other is manifest:
            return
        shared = next((t for t in mine if matches_labels(wanted(other), t.labels)), None)
        if shared is not None:
            yield other, shared

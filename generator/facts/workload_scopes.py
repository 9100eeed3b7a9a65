"""Which workloads a Sidecar or Telemetry is for: all of its namespace, or those it selects by label.

Source: https://istio.io/latest/docs/reference/config/networking/sidecar/ and
https://istio.io/latest/docs/reference/config/telemetry/
"""

from __future__ import annotations

from collections.abc import Mapping
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


def overlap(cluster: Cluster, manifest: Manifest) -> tuple[Manifest, PodTemplate] | None:
    """An earlier object of the kind, and a pod template that both select; None where there is no such."""
    first = _first_to_select(cluster, kind_name(manifest), manifest.id.namespace)
    for template in _selected(cluster, manifest) if not _aimed(manifest) else ():
        other = first[id(template)]
        if other is not manifest:
            return other, template
    return None


@lru_cache(maxsize=256)
def _first_to_select(cluster: Cluster, kind: str, namespace: str) -> Mapping[int, Manifest]:
    """The first object of a kind to select each pod template, by `id(template)`."""
    found: dict[int, Manifest] = {}
    for manifest in _by_namespace(cluster, kind).get(namespace, ()):
        for template in _selected(cluster, manifest):
            found.setdefault(id(template), manifest)
    return found


def _selected(cluster: Cluster, manifest: Manifest) -> tuple[PodTemplate, ...]:
    labels = wanted(manifest)
    return cluster.selected(manifest.id.namespace, {"matchLabels": labels}) if labels else ()


def ruling(cluster: Cluster, kind: str, template: PodTemplate, root: str) -> Manifest | None:
    """The object of a kind in force on a pod: one that selects it, else its namespace's, else the root namespace's."""
    for manifest in _by_namespace(cluster, kind).get(template.namespace, ()):
        if wanted(manifest) and matches_labels(wanted(manifest), template.labels):
            return manifest
    for namespace in (template.namespace, root):
        for manifest in general(cluster, kind, namespace):
            return manifest
    return None

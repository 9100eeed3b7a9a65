"""What pods need beside themselves: every ConfigMap and Secret that a pod template names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts.cluster import Cluster, PodTemplate, mapping
from generator.facts.fields import entries, text
from generator.model import Manifest, Path

_SOURCES = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A ConfigMap or Secret that an object names, and maybe one key of it. Paths lead to the name and to the key."""

    kind: str
    namespace: str
    name: str
    manifest: Manifest
    path: Path
    key: str = ""
    key_path: Path = ()
    optional: bool = False


@lru_cache(maxsize=8)
def references(cluster: Cluster) -> tuple[Reference, ...]:
    """Every ConfigMap and Secret that the pod templates of a cluster name, one row a place."""
    return tuple(ref for template in cluster.templates for ref in named_by(template) if ref.name)


def named_in(manifest: Manifest, cluster: Cluster) -> Sequence[Reference]:
    """The ConfigMaps and Secrets that the pod template of a workload names; none for any other object."""
    return cluster.once(manifest, _named_in)


def _named_in(manifest: Manifest, cluster: Cluster) -> Sequence[Reference]:
    template = cluster.template(manifest)
    return tuple(named_by(template)) if template else ()


def named_by(template: PodTemplate) -> Iterator[Reference]:
    """The ConfigMaps and Secrets a pod template names: variables, volumes, projected volumes."""
    for path, container in template.containers(init=True):
        for n, row in entries(container, "env"):
            if "valueFrom" not in row:
                continue
            for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                source = mapping(row, "valueFrom", field)
                if source:
                    yield _reference(template, kind, source, (*path, "env", n, "valueFrom", field))
        for n, row in entries(container, "envFrom"):
            for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
                source = mapping(row, field)
                if source:
                    yield _reference(template, kind, source, (*path, "envFrom", n, field))
    for n, volume in entries(template.spec, "volumes"):
        here = (*template.path, "spec", "volumes", n)
        for field, kind, name in _SOURCES:
            if field in volume:
                yield from _volume(template, kind, mapping(volume, field), (*here, field), name)
        if "csi" in volume:
            driver = mapping(volume, "csi", "nodePublishSecretRef")
            yield from _volume(template, "Secret", driver, (*here, "csi", "nodePublishSecretRef"), "name")
        for m, source in entries(volume, "projected", "sources"):
            for field, kind, _ in _SOURCES:
                there = (*here, "projected", "sources", m, field)
                yield from _volume(template, kind, mapping(source, field), there, "name")


def _reference(template: PodTemplate, kind: str, source: Mapping[str, Any], path: Path) -> Reference:
    return Reference(
        kind,
        template.namespace,
        text(source, "name"),
        template.manifest,
        (*path, "name"),
        text(source, "key"),
        (*path, "key"),
        source.get("optional") is True,
    )


def _volume(template: PodTemplate, kind: str, source: Mapping[str, Any], path: Path, name: str) -> Iterator[Reference]:
    if not source:
        return
    optional = source.get("optional") is True
    whom = (kind, template.namespace, text(source, name), template.manifest, (*path, name))
    yield Reference(*whom, optional=optional)
    for n, item in entries(source, "items"):
        yield Reference(*whom, text(item, "key"), (*path, "items", n, "key"), optional)

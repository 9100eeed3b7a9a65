"""References to keys of Secrets and ConfigMaps (`{name, key}`) inside objects of prometheus-operator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.facts.cluster import Cluster
from generator.facts.providers import keys_of, provided_elsewhere, provided_names, providers
from generator.facts.suggest import did_you_mean
from generator.model import Path


@dataclass(frozen=True, slots=True)
class Reference:
    """A key of a Secret or ConfigMap, and where it is named."""

    kind: str
    name: str
    key: str
    path: Path
    optional: bool = False


def references(node: Any, path: Path) -> Iterator[Reference]:
    """Every `{name, key}` below a node; one under `configMap` means a ConfigMap."""
    if isinstance(node, dict):
        name, key = node.get("name"), node.get("key")
        if isinstance(name, str) and isinstance(key, str) and set(node) <= {"name", "key", "optional"}:
            kind = "ConfigMap" if path and path[-1] == "configMap" else "Secret"
            yield Reference(kind, name, key, path, node.get("optional") is True)
            return
        for word, value in node.items():
            yield from references(value, (*path, word))
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from references(value, (*path, n))


def problems(cluster: Cluster, namespace: str, reference: Reference) -> Iterator[tuple[str, str, str]]:
    """What is missing: message, severity, and the part of the reference at fault (name or key)."""
    if not reference.name or reference.optional:
        return
    found = providers(cluster, reference.kind, namespace, reference.name)
    if not found:
        severity = cluster.absence(reference.kind, namespace, reference.name)
        if severity:
            yield _missing(cluster, namespace, reference), severity, "name"
        return
    keys = keys_of(found)
    if keys is not None and reference.key not in keys:
        hint = did_you_mean(reference.key, keys)
        yield f"the {reference.kind} `{reference.name}` has no key `{reference.key}`{hint}", "error", "key"


def _missing(cluster: Cluster, namespace: str, reference: Reference) -> str:
    kind, name = reference.kind, reference.name
    elsewhere = provided_elsewhere(cluster, kind, namespace, name)
    if elsewhere:
        return f"the {kind} `{name}` is in namespace `{elsewhere[0].namespace}`, not in `{namespace}`"
    hint = did_you_mean(name, provided_names(cluster, kind, namespace))
    return f"nothing here provides the {kind} `{name}` in namespace `{namespace}`{hint}"

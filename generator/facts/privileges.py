"""What a container may do: its security context over its pod's.

Source: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import PodTemplate, get, mapping, rows
from generator.model import Path

CONTEXT = "securityContext"
AUTO = "auto"
"""The image that Istio's injector replaces, with the whole security context of its container."""


def containers(template: PodTemplate) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every container with its path, ephemeral ones too; what an injector fills in is left out."""
    for path, container in template.containers(init=True):
        if container.get("image") != AUTO:
            yield path, container
    for n, container in enumerate(rows(template.spec, "ephemeralContainers")):
        if isinstance(container, Mapping):
            yield (*template.path, "spec", "ephemeralContainers", n), container


def effective(template: PodTemplate, container: Mapping[str, Any], field: str) -> tuple[Any, bool]:
    """The value of a field in force in a container, and whether the container itself says so."""
    own = mapping(container, CONTEXT)
    if own.get(field) is not None:
        return own[field], True
    return get(template.spec, CONTEXT, field), False


def place(template: PodTemplate, path: Path, field: str, *, own: bool) -> Path:
    """Where a field in force stands: in the container at `path`, or in the pod."""
    return (*path, CONTEXT, field) if own else (*template.path, "spec", CONTEXT, field)


def windows(template: PodTemplate) -> bool:
    """Whether the pod says that it runs on Windows, where most of these fields mean nothing."""
    return bool(get(template.spec, "os", "name") == "windows")

"""Requests and limits of containers, with what the API server fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator import quantity
from generator.facts.cluster import Cluster, PodTemplate, get
from generator.facts.fields import entries, text
from generator.facts.services import running
from generator.model import Path

_LIMIT_RANGE = "LimitRange"


def amount(value: Any) -> Decimal | None:
    """A quantity's exact value; None when it is none."""
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    return _parsed(str(value))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Decimal | None:
    try:
        return quantity.parse(text)
    except ValueError:
        return None


def request(container: Mapping[str, Any], resource: str) -> Decimal | None:
    """What a container requests of a resource; a limit without a request is the request too."""
    asked = get(container, "resources", "requests", resource)
    return amount(asked if asked is not None else get(container, "resources", "limits", resource))


def limit(container: Mapping[str, Any], resource: str) -> Decimal | None:
    """A container's own limit of a resource."""
    return amount(get(container, "resources", "limits", resource))


def default_request(cluster: Cluster, template: PodTemplate, resource: str) -> Decimal | None:
    """The request that a LimitRange of the namespace gives to containers without one."""
    for manifest in cluster.all(_LIMIT_RANGE):
        if manifest.id.namespace != template.namespace:
            continue
        for _, row in entries(manifest.body, "spec", "limits"):
            if row.get("type") == "Container":
                for field in ("defaultRequest", "default"):
                    found = amount(get(row, field, resource))
                    if found is not None:
                        return found
    return None


def unrequested(
    cluster: Cluster, template: PodTemplate, resource: str, container: str = ""
) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The containers without a request of a resource that use in percent is measured against; all or the one named."""
    if (not container and request(template.spec, resource) is not None) or default_request(cluster, template, resource):
        return
    for path, row in running(template):
        if (not container or text(row, "name") == container) and request(row, resource) is None:
            yield path, row

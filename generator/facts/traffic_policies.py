"""The traffic policies of a DestinationRule: its own, those of its subsets, and those of single ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.facts.cluster import mapping
from generator.facts.fields import entries, text, whole
from generator.model import Manifest, Path


@dataclass(frozen=True, slots=True)
class Policy:
    """One traffic policy: where it stands, for which subset ("" for all) and port (None for all)."""

    path: Path
    body: Mapping[str, Any]
    subset: str = ""
    port: int | None = None

    @property
    def per_port(self) -> bool:
        return "portLevelSettings" in self.path


def policies(rule: Manifest) -> Iterator[Policy]:
    """Every traffic policy of a DestinationRule."""
    yield from _policies(mapping(rule.body, "spec"), ("spec",), "")
    for n, row in entries(rule.body, "spec", "subsets"):
        yield from _policies(row, ("spec", "subsets", n), text(row, "name"))


def _policies(node: Mapping[str, Any], path: Path, subset: str) -> Iterator[Policy]:
    policy = node.get("trafficPolicy")
    if not isinstance(policy, Mapping):
        return
    here: Path = (*path, "trafficPolicy")
    yield Policy(here, policy, subset)
    for n, row in entries(policy, "portLevelSettings"):
        yield Policy((*here, "portLevelSettings", n), row, subset, whole(row, "port", "number"))


def blocks(rule: Manifest, *field: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every block of one name inside the traffic policies, e.g. `outlierDetection`, with its path."""
    for policy in policies(rule):
        found: Any = policy.body
        for part in field:
            found = found.get(part) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping):
            yield (*policy.path, *field), found

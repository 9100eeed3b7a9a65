"""Which kinds can be checked, and where each one's schema comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind in one version that can be checked.

    `scope` is `Namespaced`, `Cluster` or empty when unknown. `upstream` is the release the schema was made from.
    `partial` lists incomplete subtrees as JSON pointers (`[]` list items, `{}` map values). `served` are all versions
    the release serves. `file` is relative to the directory it came from; `source` is `bundled` or that directory.
    """

    api_version: str
    kind: str
    scope: str = ""
    upstream: str = ""
    source: str = "bundled"
    file: str = ""
    partial: tuple[str, ...] = ()
    served: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        return self.api_version.rpartition("/")[0]

    @property
    def version(self) -> str:
        return self.api_version.rpartition("/")[2]

    @property
    def core(self) -> bool:
        """Whether Kubernetes itself defines it."""
        return self.source == "bundled" and not self.file

    def matches(self, api_version: str, kind: str) -> bool:
        """Whether this is the kind asked for, as far as the name of a user's file tells them apart."""
        if self.kind.lower() != kind.lower() or (self.kind != self.kind.lower() and self.kind != kind):
            return False
        if not self.group.endswith("*"):
            return self.api_version == api_version
        group, _, version = api_version.rpartition("/")
        first = self.group.removesuffix("*").removesuffix(".")
        return version == self.version and (not first or group.split(".")[0] == first)


def from_index(key: str, entry: Mapping[str, Any], source: str) -> Kind:
    """One entry of an index's `kinds`, keyed `<apiVersion>/<kind>`."""
    api_version, _, kind = key.rpartition("/")
    return Kind(
        api_version,
        kind,
        _text(entry.get("scope")),
        _text(entry.get("upstream")),
        source,
        _text(entry.get("file")),
        _texts(entry.get("partial")),
        _texts(entry.get("served")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def version_rank(version: str) -> tuple[int, int, int, str]:
    """Sort key of an API version, most preferred first: v2, v1, v1beta2, v1beta1, v1alpha1, others by name.

    Kubernetes documentation, "Versions in CustomResourceDefinitions", version priority.
    """
    match = re.fullmatch(r"v(\d+)(?:(alpha|beta)(\d+))?", version)
    if not match:
        return 9, 0, 0, version
    stage = {None: 0, "beta": 1, "alpha": 2}[match[2]]
    return stage, -int(match[1]), -int(match[3] or 0), version

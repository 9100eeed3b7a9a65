"""How many bytes an object has where the API server, etcd and kubectl count them.

Source: kubernetes pkg/apis/core/validation/validation.go (ValidateConfigMap, ValidateSecret), apimachinery
pkg/api/validation/objectmeta.go (TotalAnnotationSizeLimitB), etcd's request limit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name, mapping
from generator.model import Manifest

ANNOTATIONS_LIMIT = 256 * 1024
DATA_LIMIT = 1024 * 1024
REQUEST_LIMIT = 1536 * 1024
_WIDEST = 6
"""Most bytes of JSON for a character of an object's text: kubectl writes `<` as an escape of six."""
_PLAIN = {kinds.CONFIG_MAP: "data", kinds.SECRET: "stringData"}
_ENCODED = {kinds.CONFIG_MAP: "binaryData", kinds.SECRET: "data"}


def may_exceed(manifest: Manifest, cluster: Cluster, limit: int) -> bool:
    """Whether a closer look is due: most objects are far too small, as their text tells at once."""
    return len(cluster.words(manifest)) * _WIDEST > limit


def request(manifest: Manifest) -> int:
    """The object as compact JSON, as it goes to the API server."""
    return len(_json(manifest.body).encode())


def copied(manifest: Manifest) -> int:
    """The annotations of the object once client-side apply has put its copy of the object beside them."""
    text = _json(manifest.body)
    escaped = sum(text.count(mark) for mark in "<>&") * (_WIDEST - 1)
    return len(text.encode()) + escaped + annotation_bytes(mapping(manifest.body, "metadata", "annotations"))


def annotation_bytes(found: Mapping[str, Any]) -> int:
    """The keys and values of annotations."""
    return sum(len(str(key).encode()) + len(str(value).encode()) for key, value in found.items())


def data(manifest: Manifest) -> int:
    """The values of a ConfigMap or Secret, decoded; 0 for other kinds."""
    kind = kind_name(manifest)
    if kind not in _PLAIN:
        return 0
    plain = mapping(manifest.body, _PLAIN[kind]).values()
    encoded = mapping(manifest.body, _ENCODED[kind]).values()
    # Base64 carries three bytes in four characters; breaks between its lines carry none.
    letters = sum(len(str(value)) - str(value).count("\n") for value in encoded)
    return sum(len(str(value).encode()) for value in plain) + letters * 3 // 4


def unstorable(manifest: Manifest) -> bool:
    """Whether no way of applying the object helps, since it is too large to be kept."""
    return data(manifest) > DATA_LIMIT or request(manifest) > REQUEST_LIMIT


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False, default=str)

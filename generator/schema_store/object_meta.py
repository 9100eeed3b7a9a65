"""The metadata of an object, as a JSON Schema."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": ["string", "null"]}
_TEXTS = {"type": ["object", "null"], "additionalProperties": {"type": "string"}}
_COUNT = {"type": ["integer", "null"]}


def object_meta() -> dict[str, Any]:
    """ObjectMeta of apimachinery meta/v1, strict; null is accepted where the API server reads it as absent."""
    owner = {
        "apiVersion": {"type": "string"},
        "blockOwnerDeletion": {"type": ["boolean", "null"]},
        "controller": {"type": ["boolean", "null"]},
        "kind": {"type": "string"},
        "name": {"type": "string"},
        "uid": {"type": "string"},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "annotations": _TEXTS,
            "creationTimestamp": _TEXT,
            "deletionGracePeriodSeconds": _COUNT,
            "deletionTimestamp": _TEXT,
            "finalizers": {"type": ["array", "null"], "items": {"type": "string"}},
            "generateName": _TEXT,
            "generation": _COUNT,
            "labels": _TEXTS,
            "managedFields": {"type": ["array", "null"], "items": {"type": "object"}},
            "name": _TEXT,
            "namespace": _TEXT,
            "ownerReferences": {
                "type": ["array", "null"],
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": owner,
                    "required": ["apiVersion", "kind", "name", "uid"],
                },
                "x-kubernetes-list-map-keys": ["uid"],
                "x-kubernetes-list-type": "map",
            },
            "resourceVersion": _TEXT,
            "selfLink": _TEXT,
            "uid": _TEXT,
        },
    }

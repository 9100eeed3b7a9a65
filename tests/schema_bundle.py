"""A small bundle of schemas in the layout of schemas/README.md, for tests that must not depend on the real data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

META = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "namespace": {"type": "string"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "finalizers": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
    },
}
QUANTITY = {"type": ["number", "string"], "pattern": r"^[+-]?[0-9]+(\.[0-9]*)?(([KMGTPE]i)|[numkMGTPE]|[eE][0-9]+)?$"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def root(api_version: str, kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "apiVersion": {"type": "string", "const": api_version},
            "kind": {"type": "string", "const": kind},
            "metadata": ref("ObjectMeta"),
            "spec": spec,
        },
    }


DEPLOYMENT = root("apps/v1", "Deployment", ref("DeploymentSpec"))
DEPLOYMENT_SPEC = {
    "type": "object",
    "additionalProperties": False,
    "required": ["selector", "template"],
    "properties": {
        "replicas": {"type": "integer", "minimum": 0, "maximum": 2147483647, "default": 1},
        "selector": {"type": "object"},
        "template": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"metadata": ref("ObjectMeta"), "spec": ref("PodSpec")},
        },
    },
}
POD_SPEC = {
    "type": "object",
    "additionalProperties": False,
    "required": ["containers"],
    "properties": {
        "restartPolicy": {"type": "string", "enum": ["Always", "OnFailure", "Never"]},
        "containers": {
            "type": "array",
            "minItems": 1,
            "items": ref("Container"),
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["name"],
        },
    },
}
CONTAINER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "image": {"type": "string"},
        "ports": {
            "type": "array",
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["containerPort", "protocol"],
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "containerPort": {"type": "integer"},
                    "protocol": {"type": "string", "default": "TCP"},
                    "name": {"type": "string"},
                },
            },
        },
        "resources": {
            "type": "object",
            "properties": {"requests": {"type": "object", "additionalProperties": QUANTITY}},
        },
    },
}
SECRET = root("v1", "Secret", {"type": "object"})
SECRET["properties"] = {
    **SECRET["properties"],
    "type": {"type": "string"},
    "stringData": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 9}},
}
SCALED_OBJECT = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {"ObjectMeta": META},
    "required": ["apiVersion", "kind", "metadata"],
    **root(
        "keda.sh/v1alpha1",
        "ScaledObject",
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["scaleTargetRef", "triggers"],
            "properties": {
                "scaleTargetRef": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {"name": {"type": "string"}},
                },
                "minReplicaCount": {"type": "integer"},
                "maxReplicaCount": {"type": "integer"},
                "triggers": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "x-argosy-partial": True,
                        "properties": {
                            "type": {"type": "string"},
                            "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
                        },
                    },
                },
            },
        },
    ),
}


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def write_bundle(folder: Path) -> Path:
    """Kubernetes 1.31 and 1.32, the second without Ingress v1beta1, and one custom kind."""
    names = {
        "Deployment": DEPLOYMENT,
        "DeploymentSpec": DEPLOYMENT_SPEC,
        "PodSpec": POD_SPEC,
        "Container": CONTAINER,
        "ObjectMeta": META,
        "Secret": SECRET,
        "HPA": root("autoscaling/v2", "HorizontalPodAutoscaler", {"type": "object"}),
        "Beta": root("autoscaling/v2beta2", "HorizontalPodAutoscaler", {"type": "object"}),
    }
    hashes = {name: f"hash-of-{name}" for name in names}
    write(folder / "core/definitions.json", {hashes[name]: body for name, body in names.items()})
    kinds = {"apps/v1/Deployment": "Deployment", "v1/Secret": "Secret", "autoscaling/v2/HorizontalPodAutoscaler": "HPA"}
    old = {**kinds, "autoscaling/v2beta2/HorizontalPodAutoscaler": "Beta"}
    write(folder / "core/versions/1.31.json", {"definitions": hashes, "kinds": old})
    write(folder / "core/versions/1.32.json", {"definitions": hashes, "kinds": kinds})
    write(folder / "crd/keda.sh/scaledobject_v1alpha1.json", SCALED_OBJECT)
    entry = {"first": "1.31", "last": "1.32", "scope": "Namespaced"}
    core: dict[str, Any] = dict.fromkeys(kinds, entry)
    core["autoscaling/v2beta2/HorizontalPodAutoscaler"] = {**entry, "last": "1.31"}
    keda = {
        "file": "crd/keda.sh/scaledobject_v1alpha1.json",
        "partial": ["/spec/triggers/[]"],
        "scope": "Namespaced",
        "served": ["v1alpha1"],
        "sources": [],
        "upstream": "KEDA 2.20.2",
    }
    write(
        folder / "index.json",
        {"core": core, "kinds": {"keda.sh/v1alpha1/ScaledObject": keda}, "versions": ["1.31", "1.32"]},
    )
    return folder

"""Core definitions as the structural schemas that a CRD embeds: references resolved, null dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.build_schemas.core import REF
from tools.build_schemas.shapes import INT_OR_STRING, OPEN, QUANTITY

_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"
_TYPES = ("x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type")
_GROUPS = ("io.k8s.api.core.", "io.k8s.apimachinery.pkg.apis.meta.", "io.k8s.api.apps.", "io.k8s.api.autoscaling.")


class Types:
    """The definitions of one Kubernetes version."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._done: dict[str, dict[str, Any]] = {}
        self._open: set[str] = set()

    def structural(self, name: str) -> dict[str, Any]:
        """The definition of a full name. Recursion ends in an open object. Raises KeyError for an unknown name."""
        if name == _META:
            return {"type": "object"}
        if name == _QUANTITY:
            return {**INT_OR_STRING, "pattern": QUANTITY}
        if name in self._open:
            return {"type": "object", **OPEN}
        if name not in self._done:
            self._open.add(name)
            self._done[name] = self._resolve(self._definitions[name])
            self._open.discard(name)
        return self._done[name]

    def swagger(self, name: str) -> dict[str, Any] | None:
        """The definition that a swagger class calls `V1Container`, `ResourceQuantity` or `K8sIoApiAppsV1Deployment`."""
        if name == "ResourceQuantity":
            return self.structural(_QUANTITY)
        if name == "V1ObjectMeta":
            return self.structural(_META)
        for group in _GROUPS:
            for full in sorted(self._definitions):
                short = full.removeprefix(group).replace(".", "").lower()
                long = full.replace("io.k8s.", "k8sio").replace(".", "").lower()
                if full.startswith(group) and name.lower() in (short, long):
                    return self.structural(full)
        return None

    def annotated(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """`schema` with the list and map types that pods and containers in it have; the packages lost them."""
        names = schema.get("properties", {}).keys()
        core: Mapping[str, Any] = {}
        if names >= {"containers", "restartPolicy", "volumes"} and self._definitions:
            core = self.structural("io.k8s.api.core.v1.PodSpec")
        elif names >= {"image", "env", "volumeMounts"} and self._definitions:
            core = self.structural("io.k8s.api.core.v1.Container")
        out = _with_types(schema, core) if core else dict(schema)
        if "properties" in out:
            out["properties"] = {key: self.annotated(child) for key, child in out["properties"].items()}
        for key in ("items", "additionalProperties"):
            if isinstance(out.get(key), Mapping):
                out[key] = self.annotated(out[key])
        return out

    def _resolve(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        if isinstance(schema.get("$ref"), str):
            return self.structural(schema["$ref"].removeprefix(REF))
        out = {key: value for key, value in schema.items() if key != "additionalProperties" or value is not False}
        kinds = [kind for kind in schema["type"] if kind != "null"] if isinstance(schema.get("type"), list) else []
        if sorted(kinds) == ["integer", "string"]:
            return dict(INT_OR_STRING)
        if kinds:
            out["type"] = kinds[0]
        if "enum" in out:
            out["enum"] = [value for value in out["enum"] if value is not None]
        if "properties" in out:
            out["properties"] = {key: self._resolve(child) for key, child in out["properties"].items()}
        for key in ("items", "additionalProperties"):
            if isinstance(out.get(key), Mapping):
                out[key] = self._resolve(out[key])
        return out


def _with_types(schema: Mapping[str, Any], core: Mapping[str, Any]) -> dict[str, Any]:
    """`schema` with the list and map types that `core` has at the same places."""
    types = {} if _TYPES[0] in schema else {key: core[key] for key in _TYPES if key in core}
    out = {**types, **schema}
    if "properties" in out:
        theirs = core.get("properties", {})
        out["properties"] = {key: _with_types(child, theirs.get(key, {})) for key, child in out["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(out.get(key), Mapping) and isinstance(core.get(key), Mapping):
            out[key] = _with_types(out[key], core[key])
    return out

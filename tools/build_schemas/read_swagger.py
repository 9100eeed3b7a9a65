"""Swagger client classes (PyPI kserve) -> structural schemas, without importing them.

A class names its fields in `openapi_types` and `attribute_map`; a setter that refuses None marks a required field.
Types the package does not define are Kubernetes' own and come from the core definitions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from tools.build_schemas.archive import Archive, BuildError
from tools.build_schemas.shapes import OPEN

_SCALARS: dict[str, dict[str, Any]] = {
    "str": {"type": "string"}, "int": {"type": "integer"}, "float": {"type": "number"}, "bool": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"}, "object": OPEN,
}  # fmt: skip
_UNDEFINED = {
    "GithubComKedacoreKedaV2ApisKedaV1alpha1ScaleTriggers", "KnativeDevServingPkgApisServingV1TrafficTarget",
    "V1alpha1WorkerSpec", "V1beta1MetricQuantity",
}  # fmt: skip
"""Types the package names but neither defines nor takes from Kubernetes: open, so that another source can fill them."""
_LIST = re.compile(r"list\[(.*)\]")
_MAP = re.compile(r"dict\(str, (.*)\)")
_REFUSES_NONE = re.compile(r"Invalid value for `(\w+)`, must not be `None`")


class Reader:
    """Reads the classes below `folder`; `core` gives the structural schema of a core type such as V1Container."""

    def __init__(self, archive: Archive, folder: str, core: Callable[[str], dict[str, Any] | None]) -> None:
        self._archive = archive
        self._folder = folder
        self._core = core
        self._classes: dict[str, ast.ClassDef] = {}
        self._schemas: dict[str, dict[str, Any]] = {}
        for name in archive.names:
            if name.startswith(folder) and name.endswith(".py") and not name.endswith("__init__.py"):
                for node in ast.parse(archive.text(name)).body:
                    if isinstance(node, ast.ClassDef):
                        self._classes[node.name] = node

    def schema(self, version: str, kind: str) -> dict[str, Any] | None:
        """The structural schema of a kind, or None when the package lacks it."""
        name = f"{version[0].upper()}{version[1:]}{kind}"
        return self._class(name) if name in self._classes else None

    def _class(self, name: str) -> dict[str, Any]:
        if name not in self._schemas:
            # Recursion meets this open object.
            self._schemas[name] = {"type": "object", **OPEN}
            self._schemas[name] = self._read(self._classes[name])
        return self._schemas[name]

    def _read(self, node: ast.ClassDef) -> dict[str, Any]:
        types, names = _mapping(node, "openapi_types"), _mapping(node, "attribute_map")
        required = {names[found] for found in _REFUSES_NONE.findall(ast.unparse(node)) if found in names}
        properties = {names[attribute]: self._type(kind) for attribute, kind in sorted(types.items())}
        out: dict[str, Any] = {"type": "object"}
        if properties:
            out["properties"] = properties
        if required:
            out["required"] = sorted(required)
        return out

    def _type(self, kind: str) -> dict[str, Any]:
        if kind in _SCALARS:
            return _SCALARS[kind]
        if found := _LIST.fullmatch(kind):
            return {"type": "array", "items": self._type(found[1])}
        if found := _MAP.fullmatch(kind):
            values = self._type(found[1])
            return {"type": "object", **(OPEN if values == OPEN else {"additionalProperties": values})}
        if kind in self._classes:
            return self._class(kind)
        core = self._core(kind)
        if core is None and kind not in _UNDEFINED:
            raise BuildError(f"{self._archive.path.name}: the type {kind} is neither its own nor Kubernetes'.")
        return core or {"type": "object"}


def _mapping(node: ast.ClassDef, name: str) -> dict[str, str]:
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name) and item.targets[0].id == name:
            return dict(ast.literal_eval(item.value))
    return {}

"""pydantic classes (PyPI cloudcoil-models-*, hera) -> structural schemas, without importing them.

Lost in the classes: oneOf exclusivity, CEL, formats, and which optional fields really are nullable.
"""

from __future__ import annotations

import ast
from typing import Any

from tools.build_schemas.archive import Archive, BuildError
from tools.build_schemas.python_module import PythonModule, dotted, read_module, union_members
from tools.build_schemas.shapes import INT_OR_STRING, OPEN

_SCALARS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_KNOWN = {
    "Any": OPEN, "AnyUrl": {"type": "string"}, "object": OPEN,
    "AwareDatetime": {"type": "string", "format": "date-time"}, "datetime": {"type": "string", "format": "date-time"},
    "Base64Str": {"type": "string", "format": "byte"},
    "dict": {"type": "object", **OPEN}, "list": {"type": "array", "items": OPEN},
    "Dict": {"type": "object", **OPEN}, "List": {"type": "array", "items": OPEN},
}  # fmt: skip
_FIELD_LIMITS = {"ge": "minimum", "le": "maximum", "multiple_of": "multipleOf", "pattern": "pattern"}
_LENGTHS = {"string": "Length", "array": "Items", "object": "Properties"}


class Reader:
    """Reads the classes of one package below `below`, a folder of the archive."""

    def __init__(self, archive: Archive, below: str = "") -> None:
        self._archive = archive
        self._below = below
        self._modules: dict[str, PythonModule] = {}
        self._schemas: dict[tuple[str, str], dict[str, Any]] = {}
        self._open: set[tuple[str, str]] = set()

    def find(self, group: str, version: str, kind: str) -> tuple[str, str] | None:
        """File and class that pin this apiVersion and kind with Literal types, or the kind's class of a hera module."""
        wanted = f"{group}/{version}"
        for file in self._archive.names:
            if not (file.startswith(self._below) and file.endswith(f"/{version}.py")):
                continue
            node = self._module(file).classes.get(kind)
            if node is None:
                continue
            pinned = [_pinned(field) for field in _fields(node) if _alias(field, _name(field)) == "apiVersion"]
            if pinned == [wanted] or (pinned == [None] and self._below):
                return file, kind
        return None

    def schema(self, file: str, name: str) -> dict[str, Any]:
        """The structural schema of a class. Recursion ends in an open object."""
        key = (file, name)
        if key in self._open:
            return {"type": "object", **OPEN}
        if key not in self._schemas:
            self._open.add(key)
            self._schemas[key] = self._class(self._module(file), name)
            self._open.discard(key)
        return self._schemas[key]

    def _module(self, file: str) -> PythonModule:
        if file not in self._modules:
            self._modules[file] = read_module(self._archive, file)
        return self._modules[file]

    def _class(self, module: PythonModule, name: str) -> dict[str, Any]:
        node = module.classes[name]
        bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        if any(dotted(base).endswith("Enum") for base in bases):
            return {"type": "string", "enum": _members(node)}
        fields = _fields(node)
        root = [field for field in fields if _name(field) in ("root", "__root__")]
        if root and len(fields) == 1:
            return self._type(module, root[0].annotation)
        if any(dotted(base) == "RootModel" for base in bases):
            return self._type(module, next(base.slice for base in node.bases if isinstance(base, ast.Subscript)))
        properties, required = {}, []
        for field in fields:
            alias = _alias(field, _name(field))
            properties[alias], has_default = self._field(module, field)
            if not has_default:
                required.append(alias)
        out: dict[str, Any] = {"type": "object"}
        if properties:
            out["properties"] = properties
        if required:
            out["required"] = sorted(required)
        return out if properties else {"type": "object", **OPEN}

    def _field(self, module: PythonModule, field: ast.AnnAssign) -> tuple[dict[str, Any], bool]:
        """The schema of a field, and whether it may be left out."""
        schema = self._type(module, field.annotation)
        default, found = _default(field)
        if found and default is not None:
            schema = {**schema, "default": default}
        return schema, found

    def _type(self, module: PythonModule, node: ast.expr) -> dict[str, Any]:
        members = [member for member in union_members(node) if not _is_none(member)]
        if len(members) == 1:
            return self._one(module, members[0])
        return _union([self._one(module, member) for member in members])

    def _one(self, module: PythonModule, node: ast.expr) -> dict[str, Any]:
        if isinstance(node, ast.Subscript):
            return self._generic(module, dotted(node.value), node.slice)
        name = dotted(node)
        if name in _SCALARS:
            return {"type": _SCALARS[name]}
        if name in module.classes:
            return self.schema(module.file, name)
        if name in module.aliases:
            return self._type(module, module.aliases[name])
        return self._foreign(module, name)

    def _generic(self, module: PythonModule, name: str, inner: ast.expr) -> dict[str, Any]:
        if name in ("list", "List"):
            return {"type": "array", "items": self._type(module, inner)}
        if name in ("dict", "Dict") and isinstance(inner, ast.Tuple):
            values = self._type(module, inner.elts[1])
            return {"type": "object", **(OPEN if values == OPEN else {"additionalProperties": values})}
        if name == "Literal":
            return _enum(inner)
        if name == "Annotated" and isinstance(inner, ast.Tuple):
            schema = self._type(module, inner.elts[0])
            for call in inner.elts[1:]:
                if isinstance(call, ast.Call):
                    schema = _limited(schema, call)
            return schema
        raise BuildError(f"{module.file}: the type {name}[...] is not known to the reader.")

    def _foreign(self, module: PythonModule, name: str) -> dict[str, Any]:
        """A class of another file, a type of pydantic, or metadata that the writer supplies."""
        owner, _, attribute = name.partition(".")
        file, inner = module.imports.get(owner, ("", name))
        target = attribute or inner
        if file and target in self._module(file).classes:
            return self.schema(file, target)
        if file and target in self._module(file).imports:
            return self._foreign(self._module(file), target)
        if target in _KNOWN:
            return dict(_KNOWN[target])
        if target in ("ObjectMeta", "ListMeta"):
            return {"type": "object"}
        raise BuildError(f"{module.file}: the type {name} is not known to the reader.")


def _fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    return [
        item
        for item in node.body
        if isinstance(item, ast.AnnAssign)
        and isinstance(item.target, ast.Name)
        and not (isinstance(item.annotation, ast.Subscript) and dotted(item.annotation.value) == "ClassVar")
    ]


def _name(field: ast.AnnAssign) -> str:
    return dotted(field.target)


def _alias(field: ast.AnnAssign, name: str) -> str:
    """The key in a manifest."""
    for call in _field_calls(field):
        for keyword in call.keywords:
            if keyword.arg == "alias" and isinstance(keyword.value, ast.Constant):
                return str(keyword.value.value)
    return name


def _field_calls(field: ast.AnnAssign) -> list[ast.Call]:
    """The Field(...) calls of a field, in its annotation or as its value."""
    calls = [node for node in ast.walk(field.annotation) if isinstance(node, ast.Call)]
    return [*([field.value] if isinstance(field.value, ast.Call) else []), *calls]


def _default(field: ast.AnnAssign) -> tuple[Any, bool]:
    """The default, and whether there is one."""
    if field.value is None:
        return None, False
    value: ast.expr = field.value
    if isinstance(value, ast.Call):
        given = [word.value for word in value.keywords if word.arg == "default"] or value.args[:1]
        if not given or (isinstance(given[0], ast.Constant) and given[0].value is Ellipsis):
            return None, any(word.arg == "default_factory" for word in value.keywords)
        value = given[0]
    try:
        return ast.literal_eval(value), True
    except ValueError:
        return None, True


def _pinned(field: ast.AnnAssign) -> str | None:
    for node in ast.walk(field.annotation):
        if isinstance(node, ast.Subscript) and dotted(node.value) == "Literal" and isinstance(node.slice, ast.Constant):
            return str(node.slice.value)
    return None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _members(node: ast.ClassDef) -> list[Any]:
    values = [item.value for item in node.body if isinstance(item, ast.Assign)]
    return [value.value for value in values if isinstance(value, ast.Constant)]


def _enum(node: ast.expr) -> dict[str, Any]:
    values = [ast.literal_eval(item) for item in (node.elts if isinstance(node, ast.Tuple) else [node])]
    kinds = {"boolean" if isinstance(v, bool) else "integer" if isinstance(v, int) else "string" for v in values}
    return {"enum": values, **({"type": kinds.pop()} if len(kinds) == 1 else {})}


def _limited(schema: dict[str, Any], call: ast.Call) -> dict[str, Any]:
    """The schema with the limits that a Field(...) states."""
    out = dict(schema)
    for keyword in call.keywords:
        if keyword.arg in ("min_length", "max_length"):
            out[keyword.arg[:3] + _LENGTHS.get(str(out.get("type")), "Length")] = ast.literal_eval(keyword.value)
        elif keyword.arg in _FIELD_LIMITS:
            out[_FIELD_LIMITS[keyword.arg]] = ast.literal_eval(keyword.value)
        elif keyword.arg in ("gt", "lt"):
            out["exclusiveMinimum" if keyword.arg == "gt" else "exclusiveMaximum"] = ast.literal_eval(keyword.value)
    return out


def _union(members: list[dict[str, Any]]) -> dict[str, Any]:
    """A number or a string is Kubernetes' int-or-string; other unions stay open."""
    kinds = {str(member.get("type", "")) for member in members}
    patterns = {member["pattern"] for member in members if "pattern" in member}
    if kinds in ({"integer", "string"}, {"number", "string"}):
        return {**INT_OR_STRING, **({"pattern": patterns.pop()} if len(patterns) == 1 else {})}
    if kinds == {"object"}:
        return _either(members)
    if len(kinds) == 1 and kinds != {""}:
        return members[0] if all(member == members[0] for member in members) else {"type": kinds.pop()}
    return dict(OPEN)


def _either(members: list[dict[str, Any]]) -> dict[str, Any]:
    """One object for the classes that a generator made of the branches of a oneOf."""
    properties: dict[str, Any] = {}
    for member in members:
        for name, schema in member.get("properties", {}).items():
            properties.setdefault(name, schema)
    required = set.intersection(*(set(member.get("required", ())) for member in members))
    return {"type": "object", "properties": properties, **({"required": sorted(required)} if required else {})}

"""Python modules read as syntax trees: classes, imports, and the type expressions of annotations."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tools.build_schemas.archive import Archive


@dataclass
class PythonModule:
    """The classes of one file and where its other names come from (local name -> file, name or "" for the module)."""

    file: str
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    aliases: dict[str, ast.expr] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_module(archive: Archive, file: str) -> PythonModule:
    """Parse one member. Syntax newer than the running Python is mended where it does not matter."""
    source = archive.text(file)
    module = PythonModule(file)
    for node in ast.parse(source, filename=file).body:
        if isinstance(node, ast.ClassDef):
            module.classes[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            module.aliases[node.targets[0].id] = _aliased(node.value)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module.imports[alias.asname or alias.name] = _target(archive, file, node, alias.name)
    return module


def _target(archive: Archive, file: str, node: ast.ImportFrom, name: str) -> tuple[str, str]:
    """The file an import leads to; ("", name) when it leaves the archive."""
    folder = PurePosixPath(file).parent
    for _ in range(node.level - 1):
        folder = folder.parent
    base = (folder if node.level else PurePosixPath()) / (node.module or "").replace(".", "/")
    names = set(archive.names)
    owner = base.parent / f"{base.name}.py"
    for candidate, inner in ((base / f"{name}.py", ""), (base / name / "__init__.py", ""), (owner, name)):
        if str(candidate) in names:
            return str(candidate), inner
    return "", name


def _aliased(value: ast.expr) -> ast.expr:
    """The type that `Name = TypeAliasType("Name", type)` or `Name = type` stands for."""
    if isinstance(value, ast.Call) and dotted(value.func) == "TypeAliasType":
        return value.args[1]
    return value


def dotted(node: ast.expr) -> str:
    """`a.b.c` as text; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def union_members(node: ast.expr) -> list[ast.expr]:
    """The members of `A | B`, `Optional[A]` and `Union[A, B]`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*union_members(node.left), *union_members(node.right)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return union_members(ast.parse(node.value, mode="eval").body)
    if isinstance(node, ast.Subscript) and dotted(node.value) in ("Optional", "Union"):
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        none = [ast.Constant(value=None)] if dotted(node.value) == "Optional" else []
        return [member for part in inner for member in union_members(part)] + none
    return [node]

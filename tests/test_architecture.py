"""Who may know whom: the table of the house, held against every import of the package, wherever it stands."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "generator"

LEAVES = "hosts names duration quantity versions"
KNOWS = {
    # one unit a row, what it may import of ours; everything points down
    "cli": "*",
    "report": "model",
    "provenance": "build locate template values model yamlio",
    "build": "components argocd values template metadata patches placing locate model yamlio",
    "placing": "locate patches model",
    "manifests": "model yamlio values schema_store",
    "fixes": "model yamlio",
    "suppress_marks": "model suppress",
    "suppress": "model rules",
    "baseline": "model rules",
    "validate": "model rules facts yamlio",
    "conformity": "model rules facts schema_store",
    "rules": f"model facts {LEAVES}",
    "facts": f"model {LEAVES}",
    "compare": "model",
    "rendered": "model yamlio",
    "locate": "components template values model",
    "components": f"metadata mesh signals template model yamlio {LEAVES}",
    "argocd": "model",
    "metadata": "model",
    "patches": "model yamlio",
    "starter": "",
    "values": "model yamlio schema_store",
    "template": "model yamlio",
    "schema_store": "model yamlio quantity",
    "signals": "model duration names mesh",
    "mesh": "model hosts names",
    "yamlio": "model",
    "model": "",
    **dict.fromkeys(LEAVES.split(), ""),
}
DOORS = {
    # each third-party library is imported by these units and nobody else
    "cel": "schema_store",
    "click": "cli",
    "cronsim": "facts",
    "rich": "cli report",
    "jinja2": "template",
    "jsonpatch": "patches",
    "jsonpointer": "patches",
    "jsonschema": "schema_store",
    "jsonschema_rs": "schema_store",
    "referencing": "schema_store",
    "promql_parser": "facts",
    "ruamel": "yamlio",
    "yaml": "yamlio",
}
OUTSIDE_WORLD = {"time", "random", "secrets", "socket", "subprocess", "http", "urllib.request", "getpass", "tempfile"}
"""Modules by which a clock, a network, chance or another program gets in; only these units may use them:"""
EFFECTFUL = {"cli", "rendered"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """A file's dotted module name."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def unit_of(module: str) -> str:
    """The first name below the package: `generator.values.merge` belongs to `values`."""
    return module.split(".")[1] if "." in module else ""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf8"))


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too, by its absolute name."""
    package = name_of(path) if path.stem == "__init__" else name_of(path).rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ([f"{base}.{alias.name}" for alias in node.names] if base == "generator" else [base])


def ours(path: Path) -> Iterator[str]:
    return (module for module in imports(path) if module.split(".")[0] == "generator")


def submodule(module: str, depth: int) -> str:
    return ".".join(module.split(".")[:depth])


def test_every_unit_stands_in_the_table() -> None:
    units = {unit_of(name_of(path)) for path in MODULES} - {""}
    assert sorted(units - set(KNOWS)) == []


def test_the_table_points_downwards_only() -> None:
    rank = {unit: n for n, unit in enumerate(KNOWS)}
    upwards = [
        f"{unit} -> {other}"
        for unit, known in KNOWS.items()
        if known != "*"
        for other in known.split()
        if rank[other] <= rank[unit]
    ]
    assert upwards == []


@pytest.mark.parametrize("unit", sorted(KNOWS))
def test_a_unit_imports_only_what_the_table_allows(unit: str) -> None:
    if KNOWS[unit] == "*":
        return
    allowed = {unit, *KNOWS[unit].split()}
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        if unit_of(name_of(path)) == unit
        for module in ours(path)
        if unit_of(module) not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", ["components", "rules"])
def test_the_units_of_an_open_folder_do_not_know_each_other(folder: str) -> None:
    shared = {"generator.rules.problem"} if folder == "rules" else set()
    depth = 3 if folder == "components" else 4
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        if len(path.relative_to(PACKAGE).parts) > 2 and unit_of(name_of(path)) == folder
        for module in ours(path)
        if unit_of(module) == folder and module not in shared
        if submodule(module, depth) != submodule(name_of(path), depth)
    ]
    assert wrong == []


def test_each_library_has_one_door() -> None:
    wrong = [
        f"{name_of(path)} imports {top}"
        for path in MODULES
        for top in sorted({module.split(".")[0] for module in imports(path)})
        if top not in sys.stdlib_module_names and top != "generator"
        if unit_of(name_of(path)) not in DOORS.get(top, "").split()
    ]
    assert wrong == []


def test_only_the_edges_of_the_system_reach_outside() -> None:
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        if unit_of(name_of(path)) not in EFFECTFUL
        for module in imports(path)
        if module in OUTSIDE_WORLD or module.split(".")[0] in OUTSIDE_WORLD
    ]
    assert wrong == []


def names_used(path: Path) -> Iterator[tuple[str, int]]:
    """Every bare name and every `a.b` a file mentions, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno


def test_only_the_command_line_prints_exits_and_reads_the_environment() -> None:
    reserved = {"print", "exit", "input", "sys.exit", "sys.stdout", "sys.stderr", "sys.argv", "os.environ", "os.getenv"}
    wrong = [
        f"{name_of(path)}:{line} uses {name}"
        for path in MODULES
        if unit_of(name_of(path)) != "cli"
        for name, line in names_used(path)
        if name in reserved
    ]
    assert wrong == []


def test_rules_start_without_heavy_libraries() -> None:
    """Importing a rule must stay cheap: outside the standard library it knows facts, words and leaves only."""
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in MODULES
        if unit_of(name_of(path)) == "rules"
        for module in imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names | {"generator"}
    ]
    assert wrong == []


def test_files_and_functions_stay_small() -> None:
    """At most 300 lines a file (the vocabulary, one list of words, may have 400) and 70 a function."""
    long = []
    for path in MODULES:
        size = path.read_text("utf8").count("\n")
        if size > (400 if path.stem == "model" else 300):
            long.append(f"{name_of(path)}: {size} lines")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and (length := (node.end_lineno or 0) - node.lineno + 1) > 70:
                long.append(f"{name_of(path)}.{node.name}: {length} lines")
    assert long == []

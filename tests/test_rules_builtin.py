"""Every rule that any code can tell is known to `argosy rules` and `argosy explain`, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import generator
from generator.rules.builtin import builtins, families, waivable
from generator.rules.catalogue import rules
from generator.rules.page import entries, rule_page
from generator.schema_store import problem

PACKAGE = Path(generator.__file__).parent
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_GROUPS = ("yaml-", "file-", "values-", "template-", "patch-", "drift-", "crd-", "schema-", "suppression-", "output-")
"""A whole text that begins so is a rule, wherever it stands."""
_NO_RULES = frozenset({"schema-dir"})
"""Options of the command line that look like rules."""


@cache
def trees() -> dict[str, ast.Module]:
    """The code that tells findings by name; rules of the catalogue are named by their files."""
    paths = (path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in _NAMED)
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf8")) for path in paths}


_NAMED = ("rules", "facts")


def texts(node: ast.AST) -> Iterator[str]:
    """The texts an expression may be; those inside calls and conditions are other things."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


@cache
def takers() -> dict[str, set[int]]:
    """Functions and classes with something called `rule`, and where it stands among their arguments."""
    found: dict[str, set[int]] = {"Finding": {0}}
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name != "command":
                names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
                if "rule" in names:
                    found.setdefault(node.name, set()).add(names.index("rule"))
    return found


def told(tree: ast.Module) -> Iterator[str]:
    """Every rule id that a module names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.startswith(_GROUPS) and _ID.match(node.value):
                yield node.value
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            places = [node.args[n] for n in takers().get(name, ()) if n < len(node.args)]
            for place in [*places, *(key.value for key in node.keywords if key.arg == "rule")]:
                yield from (text for text in texts(place) if _ID.match(text))
        elif isinstance(node, ast.FunctionDef):
            arguments = [*node.args.args, *node.args.kwonlyargs]
            defaults = [*node.args.defaults, *(value for value in node.args.kw_defaults if value is not None)]
            for argument, default in zip(reversed(arguments), reversed(defaults), strict=False):
                if argument.arg == "rule":
                    yield from texts(default)


def known() -> set[str]:
    return {rule.id for rule in rules()} | set(builtins())


def test_every_rule_that_the_code_tells_is_known() -> None:
    unknown = {f"{file}: {id}" for file, tree in trees().items() for id in told(tree) if id not in known() | _NO_RULES}
    assert sorted(unknown) == []


def test_rules_are_found_however_the_code_names_them() -> None:
    code = (
        "def refuse(text, rule, fix=''): ...\n"
        "def fail(*, rule='by-default'): ...\n"
        "Finding('first', 'error', 'message')\n"
        "raise UserError('message', rule='one' if x else 'two')\n"
        "error(app, 'key', 'message', 'values-odd', 'fix')\n"
    )
    assert sorted(told(ast.parse(code))) == ["by-default", "first", "one", "two", "values-odd", "values-odd"]


def test_every_rule_of_the_engine_can_be_told() -> None:
    named = {id for tree in trees().values() for id in told(tree)}
    schema = {value for name, value in vars(problem).items() if name.isupper() and isinstance(value, str)}
    made = schema | {f"values-{id}" for id in schema}
    assert sorted(set(builtins()) - named - made - {"unknown-gvk", "wrong-group-for-kind"}) == []


def test_what_a_schema_refuses_in_values_is_known() -> None:
    for name in ("unknown-field", "type-mismatch", "missing-required", "schema-constraint", "quantity-invalid"):
        assert name in builtins() and f"values-{name}" in builtins()


@pytest.mark.parametrize("id", ["drift-hand-edited", "values-split-sum", "yaml-duplicate-key", "locked", "usage"])
def test_what_stops_a_run_has_a_page_and_is_never_suppressed(id: str) -> None:
    page = rule_page(id)
    assert page is not None and page.startswith(f"{id}: ") and "It cannot be suppressed" in page
    assert not waivable(id)


def test_a_name_that_only_begins_like_a_rule_is_none() -> None:
    assert rule_page("yaml-nonsense") is None
    assert rule_page("values-") is None


def test_titles_and_reasons_read_alike() -> None:
    for rule in builtins().values():
        assert _ID.match(rule.id)
        assert rule.severity in ("error", "warning")
        assert len(rule.title) <= 100 and not rule.title.endswith(".")
        assert rule.why.endswith((".", ")"))
    assert families() == {"baseline", "drift", "input", "output", "run", "schema", "suppression", "values", "yaml"}


_NAMES = frozenset({"Applications", "Application", "Gateway", "Git", "Go", "Helm", "Istio", "Job", "Replace", "Secret",
                    "Service", "Sidecar"})  # fmt: skip
"""Words of titles with a capital letter that have no other one."""


def test_every_title_is_a_short_phrase_of_its_own() -> None:
    titles = [entry.title for entry in entries()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []
    for title in titles:
        first = title.split()[0].strip(",`")
        assert 5 < len(title) <= 90 and title[-1] not in ".:;!", title
        assert not (first[0].isupper() and first[1:].islower()) or first in _NAMES, title

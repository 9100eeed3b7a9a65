"""Our own checks against the CEL rules of the upstream CRDs: what the API server refuses, some rule of ours tells."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from upstream_crds import needed, upstream

from generator.model import Fleet, Manifest, ObjectId
from generator.schema_store.cel.engine import Engine
from generator.schema_store.cel.expression import compares
from generator.schema_store.cel.judge import Broken, Judge
from generator.schema_store.cel.rules import Rule, Scope, scope_of
from generator.schema_store.structural import json_schema
from generator.validate import judge
from generator.yamlio.write import Written

pytest.importorskip("cel")
pytestmark = needed

Steps = tuple[str, ...]
TABLE = yaml.safe_load((Path(__file__).parent / "cel_rules.yaml").read_text("utf8"))


@lru_cache(maxsize=1)
def kinds() -> dict[str, tuple[Scope, Mapping[str, Any], str]]:
    """Every kind with rules that an object can break: its scopes, its schema and its apiVersion, newest first."""
    found: dict[str, tuple[Scope, Mapping[str, Any], str]] = {}
    for key, structural in sorted(upstream().items()):
        group, version, kind = key.split("/")
        scope = scope_of(json_schema(structural, group=group, version=version, kind=kind))
        if scope is not None and scope.count():
            found.setdefault(kind, (scope, structural, f"{group}/{version}"))
    return found


def places(scope: Scope, path: Steps = ()) -> Iterator[tuple[Steps, list[Rule]]]:
    """Every node that has rules, with its path."""
    if scope.rules and not all(compares(rule.text) for rule in scope.rules):
        yield path, scope.rules
    for name, child in scope.fields.items():
        yield from places(child, (*path, name))
    if scope.items:
        yield from places(scope.items, (*path, "#"))
    if scope.values:
        yield from places(scope.values, (*path, "@"))


def smallest(schema: Mapping[str, Any]) -> Any:
    """The smallest value that a schema takes."""
    if "default" in schema or schema.get("enum"):
        return schema.get("default", (schema.get("enum") or [None])[0])
    if schema.get("type") == "object":
        return {name: smallest(schema["properties"][name]) for name in schema.get("required", ())}
    if schema.get("type") == "array":
        return [smallest(schema["items"])] * schema.get("minItems", 0)
    return {"integer": max(1, schema.get("minimum", 1)), "number": 1, "boolean": False}.get(schema.get("type", ""), "a")


def around(schema: Mapping[str, Any], path: Steps, value: Any) -> Any:
    """The value at a path, with what the schema requires beside it and on the way to it."""
    if not path:
        whole = smallest(schema)
        return {**whole, **value} if isinstance(value, dict) and schema.get("properties") else value
    step, rest = path[0], path[1:]
    if step == "#":
        return [around(schema["items"], rest, value)]
    if step == "@":
        return {"a": around(schema["additionalProperties"], rest, value)}
    return {**smallest(schema), step: around(schema["properties"][step], rest, value)}


def body(kind: str, path: Steps, value: Any) -> dict[str, Any]:
    _, structural, api_version = kinds()[kind]
    made = around(structural, path, value)
    under = fitting(TABLE["beside"], kind, path)
    made["spec"] = merged(made["spec"], under["spec"] if under else {})
    return {**made, "apiVersion": api_version, "kind": kind, "metadata": {"name": "a", "namespace": "shop"}}


def told(made: dict[str, Any]) -> set[tuple[str, str, str]]:
    """The errors that our rules tell of an object; its schema is not asked."""
    group, _, version = made["apiVersion"].rpartition("/")
    manifest = Manifest(ObjectId(group, made["kind"], "shop", "a"), version, Written(made), "a.yaml")
    found = judge(Fleet((manifest,)), lambda _: ()).findings
    return {(one.rule, one.pointer, one.message) for one in found if one.severity == "error"}


def merged(made: Any, under: Any) -> Any:
    """What was made, with what stands beside it where nothing was said, or no more than what is required."""
    if isinstance(made, dict) and isinstance(under, dict):
        return {
            **under,
            **{name: merged(value, under[name]) if name in under else value for name, value in made.items()},
        }
    if isinstance(made, list) and isinstance(under, list) and made:
        return [merged(made[0], under[0]), *made[1:]]
    return under if made in ("a", []) else made


def fitting(table: list[Mapping[str, Any]], kind: str, path: Steps) -> Mapping[str, Any] | None:
    """The first row for a node."""
    said = "/" + "/".join(path)
    return next((row for row in table if kind in row["kinds"] and fnmatch.fnmatchcase(said, row["at"])), None)


NODES = [(kind, path, rules) for kind, known in sorted(kinds().items()) for path, rules in places(known[0])]


@pytest.mark.parametrize(("kind", "path", "rules"), NODES, ids=[f"{kind}/{'/'.join(path)}" for kind, path, _ in NODES])
def test_what_the_api_server_refuses_is_told(kind: str, path: Steps, rules: list[Rule]) -> None:
    row = fitting(TABLE["bodies"], kind, path)
    assert row is not None, "cel_rules.yaml has no bodies for this node"
    judged = Judge(kinds()[kind][0], Engine())
    good = body(kind, path, row["good"])
    assert list(judged.verdicts(good)) == []
    accepted = told(good)
    broken: set[str] = set()
    for value in row["bad"]:
        bad = body(kind, path, value)
        verdicts = list(judged.verdicts(bad))
        assert all(isinstance(verdict, Broken) for verdict in verdicts), verdicts
        here = {verdict.rule.text for verdict in verdicts} & {rule.text for rule in rules}
        assert here, f"no rule refuses {value!r}"
        broken |= here
        assert told(bad) - accepted, f"the API server refuses {value!r}, no rule of ours does: {sorted(here)}"
    assert broken == {rule.text for rule in rules if not compares(rule.text)}

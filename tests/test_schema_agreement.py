"""Random objects of the upstream CRDs: the bundled schemas accept what upstream accepts and catch what it catches."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs
from upstream_crds import bundled, facts, index, inside, needed, upstream

from generator.schema_store.structural import json_schema

pytestmark = needed

OBJECTS = 60
TEXTS = (
    "a",
    "1h",
    "10Mi",
    "http://a.example.com",
    "a.example.com",
    "5m",
    "1",
    "0 0 * * *",
    "a/b",
    "10.0.0.0/8",
    "/a",
    "a=b",
    "",
)
"""Strings to try until one has the wanted pattern."""

WRONG: tuple[Any, ...] = ("not-a-value-of-this", 3, True, ["x"], {"x": "y"}, 1.5)


class Maker:
    """Objects of one structural schema; every random choice comes from `seed`."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def value(self, schema: Mapping[str, Any], depth: int) -> Any:
        """A value that the schema should accept; oneOf and the like are not looked at."""
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        if schema.get("x-kubernetes-int-or-string"):
            return self.random.choice([max(1, schema.get("minimum", 1)), "1"])
        kind = schema.get("type", "object")
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            least = max(1, schema.get("minItems", 1))
            return [self.value(schema["items"], depth + 1) for _ in range(least)]
        if kind == "string":
            return self._text(schema)
        if kind == "boolean":
            return self.random.choice([True, False])
        return max(1, schema.get("minimum", 1))

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties", {})
        if not properties:
            extra = schema.get("additionalProperties")
            return {"a": self.value(extra, depth + 1)} if isinstance(extra, Mapping) and extra else {}
        optional = sorted(properties.keys() - set(schema.get("required", ())))
        count = self.random.randint(0, 3) if depth else 1
        chosen = {*schema.get("required", ()), *self.random.sample(optional, min(count, len(optional)))}
        return {name: self.value(properties[name], depth + 1) for name in sorted(chosen)}

    def _text(self, schema: Mapping[str, Any]) -> str:
        checks = {key: schema[key] for key in ("pattern", "minLength", "maxLength") if key in schema}
        fits = jsonschema_rs.validator_for({**checks})
        return next((text for text in TEXTS if fits.is_valid(text)), "a" * int(schema.get("minLength", 1)))

    def object(self, group: str, version: str, kind: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        """A whole object with a spec."""
        spec = self.value(schema["properties"]["spec"], 1)
        return {"apiVersion": f"{group}/{version}", "kind": kind, "metadata": {"name": "a"}, "spec": spec}


def places(value: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every (path, container, key) below a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        below = f"{path}/{key if isinstance(value, dict) else '[]'}"
        yield below, value, key
        yield from places(child, below)


def mutants(body: Mapping[str, Any], chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Copies with one fault each: an unknown key, a dropped key, a value of another type."""
    count = len(list(places(body["spec"])))
    for number in chance.sample(range(count), min(6, count)):
        for fault in ("unknown", "drop", "wrong"):
            copied = copy.deepcopy(dict(body))
            path, container, key = list(places(copied["spec"], "/spec"))[number]
            if fault == "unknown" and isinstance(container[key], dict):
                container[key]["unknownKey"] = 1
            elif fault == "drop" and isinstance(container, dict):
                del container[key]
            else:
                container[key] = chance.choice(WRONG)
            yield path, copied


def _enums(schema: Mapping[str, Any]) -> set[str]:
    return {path for path, _ in facts(schema)["enums"]}


def _generic(error: jsonschema_rs.ValidationError) -> str:
    """The path of an error as facts write it.

    CRDs leave the values of a pod's fields open (the pod is refused later); we check them at once, so an enum that
    upstream has not is no disagreement.
    """
    return "".join(f"/{'[]' if isinstance(part, int) else part}" for part in error.instance_path)


@lru_cache
def judged() -> tuple[dict[str, int], dict[str, list[str]], int, list[str]]:
    """By kind how many objects upstream accepts, our errors on them; mutants caught upstream, and missed by us."""
    accepted, refused, caught, missed = {}, {}, 0, []
    for key, schema in sorted(upstream().items()):
        group, version, kind = key.rsplit("/", 2)
        theirs = jsonschema_rs.validator_for(json_schema(schema, group=group, version=version, kind=kind))
        mine = jsonschema_rs.validator_for(bundled(key))
        partial = index()["kinds"][key]["partial"]
        maker = Maker(key)
        made = [maker.object(group, version, kind, schema) for _ in range(OBJECTS)]
        bodies = [body for body in made if isinstance(body.get("spec"), dict) and theirs.is_valid(body)]
        accepted[key] = len(bodies)
        known = _enums(schema)
        errors = [error for body in bodies for error in mine.iter_errors(body)]
        refused[key] = [str(error) for error in errors if error.kind.name != "enum" or _generic(error) in known]
        for body in bodies:
            for path, mutant in mutants(body, maker.random):
                if not theirs.is_valid(mutant) and not inside(path, partial):
                    caught += 1
                    missed.extend([f"{key} {path}"] if mine.is_valid(mutant) else [])
    return accepted, refused, caught, missed


def test_what_upstream_accepts_is_accepted() -> None:
    assert {key: errors for key, errors in judged()[1].items() if errors} == {}


def test_mutants_that_upstream_refuses_are_refused() -> None:
    _, _, caught, missed = judged()
    assert caught > 5000
    assert len(missed) <= caught / 1000, missed


def test_every_kind_has_objects_to_judge() -> None:
    assert [key for key, count in judged()[0].items() if count < 5] == []

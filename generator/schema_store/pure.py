"""The engine for machines without jsonschema-rs: pure Python, the same verdicts, some hundred times slower."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry

from generator.model import Path
from generator.schema_store.faults import Refusal
from generator.schema_store.lint import defects
from generator.schema_store.pure_pattern import searcher


class PureEngine:
    """A schema ready to judge. Raises ValueError when the schema cannot be used."""

    def __init__(self, schema: dict[str, Any], draft: str) -> None:
        base: Any = Draft202012Validator if draft == "2020-12" else Draft7Validator
        keywords = {
            "pattern": _pattern,
            "patternProperties": _pattern_properties,
            "additionalProperties": _additional_properties,
            "uniqueItems": _unique_items,
            "properties": _properties,
        }
        for _, defect in defects(schema):
            raise ValueError(defect)
        extended: Any = extend
        # An empty registry: the stock one fetches what a reference names.
        self._validator: Any = extended(base, keywords)(schema, registry=Registry())

    def valid(self, data: Any) -> bool:
        _check_json(data)
        return bool(self._validator.is_valid(data))

    def refusals(self, data: Any) -> Iterator[Refusal]:
        _check_json(data)
        for error in self._validator.iter_errors(data):
            yield self._refusal(error, (), ())

    def _refusal(self, error: ValidationError, path: Path, steps: Path) -> Refusal:
        path += tuple(error.absolute_path)
        steps += tuple(error.absolute_schema_path)
        if error.validator is None or (error.validator == "not" and error.validator_value == {}):
            return Refusal("falseSchema", path, steps, error.instance)
        keyword = str(error.validator)
        branches = self._branches(error, path, steps)
        return Refusal(keyword, path, steps, error.instance, branches, _unexpected(error), error.schema)

    def _branches(self, error: ValidationError, path: Path, steps: Path) -> tuple[tuple[Refusal, ...], ...]:
        values = error.validator_value
        if error.validator not in ("oneOf", "anyOf") or not isinstance(values, list):
            return ()
        return tuple(
            tuple(
                self._refusal(inner, path, (*steps, position))
                for inner in self._validator.evolve(schema=branch).iter_errors(error.instance)
            )
            for position, branch in enumerate(values)
        )


def _check_json(data: Any) -> None:
    """Raises ValueError on what JSON cannot hold, as the fast engine does."""
    stack = [data]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if not all(isinstance(key, str) for key in node):
                raise ValueError("a key is not a string")
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
        elif not isinstance(node, (str, int, float, bool, type(None))):
            raise ValueError("a value is not JSON")


def _unexpected(error: ValidationError) -> tuple[str, ...]:
    if error.validator != "additionalProperties" or not isinstance(error.schema, Mapping):
        return ()
    return tuple(_extra(error.schema, error.instance))


def _extra(schema: Mapping[str, Any], instance: Any) -> Iterator[str]:
    named = schema.get("properties", {})
    searchers = [searcher(pattern) for pattern in schema.get("patternProperties", {})]
    for key in instance:
        if key not in named and not any(found(key) for found in searchers):
            yield key


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not searcher(pattern)(instance):
        yield ValidationError("pattern")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    for pattern, child in patterns.items():
        for key, value in instance.items():
            if searcher(pattern)(key):
                yield from validator.descend(value, child, path=key, schema_path=pattern)


def _properties(validator: Any, named: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """As the stock keyword, but a property that is `false` is reported at its own place."""
    if not isinstance(instance, dict):
        return
    for name, child in named.items():
        if name in instance:
            child = {"not": {}} if child is False else child
            yield from validator.descend(instance[name], child, path=name, schema_path=name)


def _additional_properties(validator: Any, child: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    extra = list(_extra(schema, instance))
    if isinstance(child, Mapping):
        for key in extra:
            yield from validator.descend(instance[key], child, path=key)
    elif not child and extra:
        yield ValidationError("additionalProperties")


def _unique_items(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if wanted and isinstance(instance, list) and len({_canonical(item) for item in instance}) < len(instance):
        yield ValidationError("uniqueItems")


def _canonical(item: Any) -> str:
    """A text that is equal exactly for items that JSON Schema calls equal (1 and 1.0 are, 1 and true are not)."""
    if isinstance(item, float) and item.is_integer():
        item = int(item)
    if isinstance(item, list):
        return f"[{','.join(_canonical(child) for child in item)}]"
    if isinstance(item, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_canonical(item[key])}" for key in sorted(item)) + "}"
    return json.dumps(item)

"""Schemas that cannot be used, found with the place before an engine sees them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model import UserError, pointer
from generator.schema_store.lint import check, defects


@pytest.mark.parametrize(
    ("schema", "place", "message"),
    [
        ([], "", "a schema must be a mapping"),
        ({"properties": {"a": 3}}, "/properties/a", "a schema must be a mapping"),
        ({"properties": []}, "/properties", "`properties` must be a mapping"),
        ({"type": "strng"}, "/type", "unknown type 'strng'"),
        ({"type": ["string", "int"]}, "/type", "unknown type 'int'"),
        ({"pattern": "(["}, "/pattern", "invalid regular expression"),
        ({"patternProperties": {"*a": {}}}, "/patternProperties/*a", "invalid regular expression"),
        ({"multipleOf": 0}, "/multipleOf", "`multipleOf` must be more than 0"),
        ({"minimum": "1"}, "/minimum", "`minimum` must be a number"),
        ({"exclusiveMinimum": True}, "/exclusiveMinimum", "`exclusiveMinimum` must be a number"),
        ({"maxLength": -1}, "/maxLength", "`maxLength` must be a whole number, 0 or more"),
        ({"required": "a"}, "/required", "`required` must be a list of names"),
        ({"enum": []}, "/enum", "`enum` must be a list with at least one value"),
        ({"anyOf": []}, "/anyOf", "`anyOf` must be a list with at least one schema"),
        ({"items": [{"type": "x"}]}, "/items/0/type", "unknown type 'x'"),
        ({"$ref": "#/definitions/a"}, "/$ref", "`$ref` points to nothing: #/definitions/a"),
        ({"$ref": 1}, "/$ref", "`$ref` must be a string"),
        ({"$dynamicRef": "#a"}, "/$dynamicRef", "`$dynamicRef` is not supported"),
        ({"properties": {"a": {"$id": "x"}}}, "/properties/a/$id", "`$id` below the root is not supported"),
        ({"$ref": "#"}, "/$ref", "`$ref` leads back to itself without going deeper into the data"),
    ],
)
def test_each_defect_has_its_place(schema: Any, place: str, message: str) -> None:
    assert [(pointer(path), text) for path, text in defects(schema)] == [(place, message)]


def test_a_loop_of_two_steps_is_found_at_both() -> None:
    schema = {"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}}
    assert len(list(defects(schema))) == 2


def test_recursion_that_goes_deeper_into_the_data_is_fine() -> None:
    schema = {"properties": {"child": {"$ref": "#"}, "list": {"items": {"$ref": "#"}}}, "additionalProperties": False}
    assert list(defects(schema)) == []


def test_a_property_may_have_a_keywords_name() -> None:
    assert list(defects({"properties": {"$ref": {"type": "string"}, "enum": {}, "type": {}}})) == []


def test_a_schema_nested_beyond_reason_is_refused() -> None:
    schema: dict[str, Any] = {}
    for _ in range(5000):
        schema = {"items": schema}
    ((_, message),) = defects(schema)
    assert message == "the schema is nested deeper than 200 levels"


@pytest.mark.parametrize("reference", ["http://example.com/x", "file:///etc/hostname", "_definitions.json#/a"])
def test_references_that_leave_the_schema_are_refused(reference: str) -> None:
    with pytest.raises(UserError, match="x.json: remote references are not fetched, files are not opened") as caught:
        check({"properties": {"a": {"$ref": reference}}}, "x.json")
    assert caught.value.message.endswith("at /properties/a/$ref")
    assert caught.value.exit_code == 2

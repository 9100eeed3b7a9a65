"""The writer: a CRD's structural schema -> strict JSON Schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from generator.model import Path, UserError
from generator.schema_store.go_pattern import portable
from generator.schema_store.structural import json_schema


def written(spec: dict[str, Any], partial: tuple[Path, ...] = ()) -> dict[str, Any]:
    root = {"type": "object", "properties": {"spec": spec, "status": {"type": "object"}}, "required": ["spec"]}
    return json_schema(root, group="example.com", version="v1", kind="Thing", partial=partial)


def spec_of(spec: dict[str, Any], partial: tuple[Path, ...] = ()) -> Any:
    return written(spec, partial)["properties"]["spec"]


def accepts(schema: dict[str, Any], spec: Any, **extra: Any) -> bool:
    """The verdict, which both engines must share."""
    body = {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": spec, **extra}
    fast = jsonschema_rs.validator_for(schema).is_valid(body)
    assert jsonschema.Draft202012Validator(schema).is_valid(body) is fast
    return fast


def test_root_pins_identity_and_leaves_status_open() -> None:
    schema = written({"type": "object", "properties": {"size": {"type": "integer"}}})
    assert schema["required"] == ["apiVersion", "kind", "metadata", "spec"]
    assert schema["properties"]["apiVersion"] == {"const": "example.com/v1", "type": "string"}
    assert schema["properties"]["kind"] == {"const": "Thing", "type": "string"}
    assert schema["properties"]["metadata"] == {"$ref": "#/$defs/ObjectMeta"}
    assert accepts(schema, {"size": 1}, status={"anything": True})
    assert not accepts(schema, {"size": 1}, extra={})
    assert not accepts(schema, {"size": 1}, metadata={"nmae": "a"})


def test_group_less_api_version_is_the_version_alone() -> None:
    schema = json_schema({"type": "object"}, group="", version="v1", kind="Thing")
    assert schema["properties"]["apiVersion"]["const"] == "v1"


def test_unknown_keys_are_refused_only_where_keys_are_declared() -> None:
    schema = written(
        {
            "type": "object",
            "properties": {
                "closed": {"type": "object", "properties": {"a": {"type": "string"}}},
                "open": {"type": "object"},
                "kept": {
                    "type": "object",
                    "properties": {"a": {"type": "string"}},
                    "x-kubernetes-preserve-unknown-fields": True,
                },
                "map": {"type": "object", "additionalProperties": {"type": "integer"}},
            },
        }
    )
    assert accepts(schema, {"closed": {"a": "x"}, "open": {"b": 1}, "kept": {"b": 1}, "map": {"b": 1}})
    assert not accepts(schema, {"closed": {"b": "x"}})
    assert not accepts(schema, {"kept": {"a": 1}})
    assert not accepts(schema, {"map": {"b": "x"}})


def test_branches_constrain_and_never_close() -> None:
    exact = {"exact": {"type": "string"}}
    prefix = {"prefix": {"type": "string"}}
    match = {
        "type": "object",
        "properties": exact | prefix | {"ignoreCase": {"type": "boolean"}},
        "oneOf": [{"required": ["exact"]}, {"required": ["prefix"], "properties": {"prefix": {"minLength": 1}}}],
    }
    schema = written(match)
    assert accepts(schema, {"exact": "a", "ignoreCase": True})
    assert accepts(schema, {"prefix": "a"})
    assert not accepts(schema, {"exact": "a", "prefix": "b"})
    assert not accepts(schema, {"prefix": ""})
    assert "additionalProperties" not in schema["properties"]["spec"]["oneOf"][1]


def test_int_or_string_is_one_type_list_with_its_pattern() -> None:
    port = {
        "anyOf": [{"type": "integer"}, {"type": "string"}],
        "x-kubernetes-int-or-string": True,
        "pattern": "^[a-z]+$",
    }
    assert spec_of(port) == {"pattern": "^[a-z]+$", "type": ["integer", "string"]}
    assert spec_of({"format": "int-or-string", "type": "string"}) == {"type": ["integer", "string"]}
    schema = written(port)
    assert accepts(schema, 8080) and accepts(schema, "http")
    assert not accepts(schema, "8080") and not accepts(schema, 1.5)


def test_nullable_accepts_null_also_in_an_enum() -> None:
    assert spec_of({"type": "string", "enum": ["a", "b"], "nullable": True}) == {
        "enum": ["a", "b", None],
        "type": ["string", "null"],
    }


def test_integer_formats_become_bounds_and_declared_bounds_stay_stricter() -> None:
    assert spec_of({"type": "integer", "format": "int32"}) == {
        "maximum": 2147483647,
        "minimum": -2147483648,
        "type": "integer",
    }
    assert spec_of({"type": "integer", "format": "int32", "minimum": 1.0, "maximum": 9}) == {
        "maximum": 9,
        "minimum": 1,
        "type": "integer",
    }


def test_boolean_exclusive_bound_becomes_the_number() -> None:
    assert spec_of({"type": "number", "minimum": 0, "exclusiveMinimum": True}) == {
        "exclusiveMinimum": 0,
        "type": "number",
    }
    assert spec_of({"type": "number", "minimum": 0, "exclusiveMinimum": False}) == {"minimum": 0, "type": "number"}


def test_enum_on_an_array_goes_to_its_items() -> None:
    declared = {"type": "array", "items": {"type": "string"}, "enum": ["a", "b"]}
    assert spec_of(declared) == {"items": {"enum": ["a", "b"], "type": "string"}, "type": "array"}
    assert declared["items"] == {"type": "string"}


def test_pod_template_metadata_is_object_metadata() -> None:
    template = {
        "type": "object",
        "properties": {
            "metadata": {"type": "object", "properties": {"labels": {"type": "object"}}},
            "spec": {"type": "object", "properties": {"containers": {"type": "array", "items": {"type": "object"}}}},
        },
    }
    schema = written({"type": "object", "properties": {"template": template}})
    assert accepts(schema, {"template": {"metadata": {"creationTimestamp": None, "labels": {"a": "b"}}}})
    assert not accepts(schema, {"template": {"metadata": {"label": {}}}})


def test_embedded_resource_names_its_own_kind() -> None:
    schema = written(
        {"type": "object", "x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True}
    )
    assert accepts(schema, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {}})
    assert not accepts(schema, {"kind": "ConfigMap"})
    assert not accepts(schema, {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"nmae": "a"}})


def test_partial_subtree_accepts_unknown_keys_but_checks_known_ones() -> None:
    provider = {
        "type": "object",
        "properties": {"vault": {"type": "object", "properties": {"path": {"type": "string"}}}},
    }
    schema = written(
        {"type": "object", "properties": {"provider": provider, "kind": {"type": "string"}}},
        partial=(("spec", "provider"),),
    )
    assert schema["properties"]["spec"]["properties"]["provider"]["x-argosy-partial"] is True
    assert accepts(schema, {"provider": {"newer": {}, "vault": {"path": "x", "newer": 1}}})
    assert not accepts(schema, {"provider": {"vault": {"path": 1}}})
    assert not accepts(schema, {"unknown": 1})


def test_partial_paths_reach_into_lists_and_maps() -> None:
    leaf = {"type": "object", "properties": {"a": {"type": "string"}}}
    spec = {"type": "array", "items": {"type": "object", "additionalProperties": leaf}}
    schema = written(spec, partial=(("spec", "[]", "{}"),))
    assert accepts(schema, [{"x": {"b": 1}}])
    assert not accepts(written(spec), [{"x": {"b": 1}}])


def test_texts_go_and_annotations_of_lists_maps_cel_and_defaults_stay() -> None:
    rule = {"rule": "self.a <= self.b"}
    kept = {
        "default": [],
        "type": "array",
        "x-kubernetes-list-map-keys": ["name"],
        "x-kubernetes-list-type": "map",
        "x-kubernetes-validations": [rule],
    }
    assert spec_of(kept | {"description": "d", "title": "t", "example": 1, "externalDocs": {}}) == kept


def test_property_may_be_named_like_a_keyword() -> None:
    names = ["$ref", "default", "description", "enum", "format", "items", "properties", "required", "type"]
    schema = written({"type": "object", "properties": {name: {"type": "string"} for name in names}})
    assert accepts(schema, dict.fromkeys(names, "x"))
    assert not accepts(schema, {"enum": 1})
    assert not accepts(schema, {"other": "x"})


def test_repeated_subtrees_are_written_once() -> None:
    big = {"type": "object", "properties": {f"field{n}": {"type": "string", "maxLength": n} for n in range(9)}}
    schema = written(
        {"type": "object", "properties": {"one": big, "two": big, "three": {"type": "array", "items": big}}}
    )
    spec = schema["properties"]["spec"]["properties"]
    assert spec["one"] == spec["two"] == spec["three"]["items"] == {"$ref": "#/$defs/one"}
    assert sorted(schema["$defs"]) == ["ObjectMeta", "one"]
    assert not accepts(schema, {"three": [{"field1": "ab"}]})


def test_same_input_gives_the_same_bytes_whatever_the_key_order() -> None:
    first = {"type": "object", "properties": {"b": {"type": "string"}, "a": {"type": "integer"}}}
    second = {"properties": {"a": {"type": "integer"}, "b": {"type": "string"}}, "type": "object"}
    assert json.dumps(written(first), sort_keys=True) == json.dumps(written(second), sort_keys=True)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ([], "schema at /spec is not a mapping"),
        ({"properties": []}, "`properties` of the CRD's schema at /spec"),
        ({"properties": {1: {}}}, "`properties` of the CRD's schema at /spec"),
        ({"required": "name"}, "`required` of the CRD's schema at /spec is not a list"),
        ({"properties": {"a": {"items": {"oneOf": {}}}}}, "`oneOf` of the CRD's schema at /spec/a/[]"),
    ],
)
def test_malformed_schema_is_refused_with_its_place(spec: Any, words: str) -> None:
    with pytest.raises(UserError, match=words.replace("[", "\\[")):
        written(spec)


@pytest.mark.parametrize(
    ("go", "expected"),
    [
        ("^(?i)(abort|warn)?$", "^(?i:(abort|warn)?$)"),
        ("^((?i)a|b)c$", "^((?i:a|b))c$"),
        ("^[[:alpha:]]+$", "^[A-Za-z]+$"),
        ("^(?i:x)[(]$", "^(?i:x)[(]$"),
        (r"^\p{L}+$", None),
        ("^(a$", None),
    ],
)
def test_go_patterns_become_portable(go: str, expected: str | None) -> None:
    assert portable(go) == expected


def test_pattern_no_engine_can_run_is_kept_aside() -> None:
    assert spec_of({"type": "string", "pattern": r"^\p{L}+$"}) == {"type": "string", "x-argosy-pattern": r"^\p{L}+$"}

"""What a schema refuses, in words; the same words from both engines."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generator.model import OMIT, UserError
from generator.schema_store import Problem, compile_schema

ENGINES = ("rust", "pure")


def told(schema: dict[str, Any], data: Any, **options: Any) -> list[Problem]:
    """The problems, after making sure that both engines tell the same and agree with the quick verdict."""
    found = []
    for engine in ENGINES:
        compiled = compile_schema(schema, engine=engine, **options)
        problems = compiled.problems(data)
        assert compiled.valid(data) == (not problems)
        found.append(problems)
    assert found[0] == found[1]
    return found[0]


def one(schema: dict[str, Any], data: Any, **options: Any) -> Problem:
    problems = told(schema, data, **options)
    assert len(problems) == 1, problems
    return problems[0]


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def test_what_fits_has_no_problems() -> None:
    assert told(closed(a={"type": "integer"}), {"a": 1}) == []


@pytest.mark.parametrize(
    ("key", "suggestion"),
    [("maxReplicas", "maxReplicaCount"), ("max_replica_count", "maxReplicaCount"), ("cooldown", "cooldownPeriod")],
)
def test_an_unknown_key_names_the_nearest_sibling(key: str, suggestion: str) -> None:
    problem = one({"properties": {"spec": closed(maxReplicaCount={}, cooldownPeriod={})}}, {"spec": {key: 3}})
    assert problem == Problem(
        ("spec", key),
        "unknown-field",
        f"unknown key `{key}` in `spec`; did you mean `{suggestion}`?",
        f"write `{suggestion}`",
        suggestion,
        at_key=True,
    )


def test_an_unknown_key_without_a_likeness_lists_the_known_ones() -> None:
    problem = one(closed(image={}, ports={}), {"zzz": 1})
    assert problem.message == "unknown key `zzz` at the top level"
    assert problem.fix == "remove it; the keys here are `image` and `ports`"


def test_a_sibling_that_is_there_already_is_not_suggested() -> None:
    assert one(closed(replicas={}), {"replicas": 1, "replica": 2}).suggestion == ""


def test_a_key_that_belongs_one_level_down_is_sent_there() -> None:
    problem = one(closed(template=closed(containers={})), {"containers": []})
    assert problem.fix == "move it one level down, into `template`"


def test_a_key_that_belongs_one_level_up_is_sent_there() -> None:
    schema = closed(spec=closed(replicas={}, template=closed(metadata={})))
    problem = one(schema, {"spec": {"template": {"replicas": 2}}})
    assert problem.fix == "move it one level up, into `spec`"


def test_a_key_above_a_list_is_found() -> None:
    schema = closed(spec=closed(restartPolicy={}, containers={"type": "array", "items": closed(name={})}))
    problem = one(schema, {"spec": {"containers": [{"name": "a", "restartPolicy": "Never"}]}})
    assert problem.message == "unknown key `restartPolicy` in `spec.containers[0]`"
    assert problem.fix == "move it one level up, into `spec`"


@pytest.mark.parametrize(
    ("types", "value", "message", "fix", "right"),
    [
        ("integer", "2", "`x` must be an integer, but is a string", "write `2` without quotes", 2),
        ("integer", "two", "`x` must be an integer, but is a string", "write an integer", OMIT),
        ("string", 8, "`x` must be a string, but is an integer", 'put it in quotes: `"8"`', "8"),
        ("string", True, "`x` must be a string, but is a boolean", 'put it in quotes: `"true"`', "true"),
        ("string", 1.1, "`x` must be a string, but is a number", "put it in quotes", OMIT),
        ("boolean", "true", "`x` must be true or false, but is a string", "write `true` without quotes", True),
        ("array", "a", "`x` must be a list, but is a string", "write it as a list, each item after a `-`", OMIT),
        ("object", [1], "`x` must be a mapping, but is a list", "write it as a mapping", OMIT),
        (["integer", "string"], [], "`x` must be a string or an integer, but is a list",
         "write a string or an integer", OMIT),
        ("integer", None, "`x` is empty, but must be an integer", "give it a value, or remove the key", OMIT),
    ],
)  # fmt: skip
def test_a_wrong_type_says_what_it_is_and_how_to_write_it(
    types: Any, value: Any, message: str, fix: str, right: Any
) -> None:
    problem = one({"properties": {"x": {"type": types}}}, {"x": value})
    assert (problem.path, problem.rule, problem.message, problem.fix) == (("x",), "type-mismatch", message, fix)
    assert problem.value is right or (problem.value == right and type(problem.value) is type(right))


def test_a_missing_key_is_named_with_its_type() -> None:
    problem = one(closed(a={"type": "array"}) | {"required": ["a"]}, {})
    assert (problem.path, problem.rule, problem.suggestion) == ((), "missing-required", "a")
    assert problem.message == "the top level lacks the required key `a`"
    assert problem.fix == "add `a` (a list)"


def test_a_required_key_under_a_misspelt_name_is_one_problem() -> None:
    problem = one(closed(selector={}) | {"required": ["selector"]}, {"selecter": {}})
    assert problem.rule == "unknown-field"
    assert problem.suggestion == "selector"


def test_a_wrong_choice_lists_the_choices_and_the_nearest() -> None:
    problem = one({"properties": {"mode": {"enum": ["STRICT", "PERMISSIVE", "DISABLE"]}}}, {"mode": "strict"})
    message = "`mode` is `strict`, but must be `STRICT`, `PERMISSIVE` or `DISABLE`; did you mean `STRICT`?"
    assert (problem.rule, problem.message, problem.fix) == ("schema-constraint", message, "write `STRICT`")


def test_a_pattern_is_told_by_its_description() -> None:
    schema = {
        "definitions": {"d": {"description": "A duration such as 500ms or 30s.", "pattern": "^[0-9]+m?s$"}},
        "properties": {"timeout": {"$ref": "#/definitions/d", "description": "How long to wait."}},
    }
    problem = one(schema, {"timeout": "30 sec"})
    assert problem.message == "`timeout` is `30 sec`, but must be a duration such as 500ms or 30s"
    assert problem.fix == "write a duration such as 500ms or 30s"


def test_a_pattern_is_told_by_its_examples() -> None:
    problem = one({"properties": {"x": {"pattern": "^a", "examples": ["abc"]}}}, {"x": "b"})
    assert problem.message == "`x` is `b`, but must be a form such as `abc`"


def test_a_pattern_without_words_is_shown() -> None:
    problem = one({"properties": {"x": {"pattern": "^a+$"}}}, {"x": "b"})
    assert problem.message == "`x` is `b`, which does not have the right form"
    assert problem.fix == "write a form that matches `^a+$`"


QUANTITY = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?[0-9]+))?$"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("512MB", "write `512Mi` (powers of 1024) or `512M` (powers of 1000)"),
        ("1gb", "write `1Gi` (powers of 1024) or `1G` (powers of 1000)"),
        ("100 m", "write `100m`"),
        ("half", "write a number, with a unit if need be, such as 500m, 2, 512Mi or 1Gi"),
    ],
)
def test_a_quantity_is_corrected(text: str, fix: str) -> None:
    problem = one({"properties": {"memory": {"type": ["string", "number"], "pattern": QUANTITY}}}, {"memory": text})
    assert (problem.rule, problem.fix) == ("quantity-invalid", fix)


@pytest.mark.parametrize(
    ("node", "value", "message", "fix"),
    [
        ({"minimum": 1, "maximum": 5}, 0, "`x` is `0`, but must be at least 1", "write a number from 1 to 5"),
        ({"maximum": 5}, 6, "`x` is `6`, but must be at most 5", "write at most 5"),
        ({"exclusiveMinimum": 0}, 0, "`x` is `0`, but must be more than 0", "write more than 0"),
        ({"multipleOf": 2}, 3, "`x` is `3`, but must be a multiple of 2", "write a multiple of 2"),
        ({"minLength": 1}, "", "`x` must not be empty", "write a longer text"),
        ({"maxLength": 2}, "abc", "`x` must have at most 2 characters, but has 3", "write a shorter text"),
        ({"minItems": 2}, [1], "`x` must have at least 2 items, but has 1", "add an item"),
        ({"maxProperties": 1}, {"a": 1, "b": 2}, "`x` must have at most 1 key, but has 2", "remove keys"),
        ({"const": "a"}, "b", "`x` is `b`, but must be `a`", "write `a`"),
        ({"not": {"required": ["a", "b"]}}, {"a": 1, "b": 1},
         "`a` and `b` exclude one another in `x`", "keep only one of `a` and `b`"),
        ({"not": {"required": ["a", "b"], "description": "Set a or b."}}, {"a": 1, "b": 1}, "`x`: set a or b", ""),
    ],
)  # fmt: skip
def test_every_constraint_has_its_sentence(node: Any, value: Any, message: str, fix: str) -> None:
    problem = one({"properties": {"x": node}}, {"x": value})
    assert (problem.message, problem.fix) == (message, fix)


def test_an_equal_item_is_pointed_at() -> None:
    problem = one({"properties": {"x": {"uniqueItems": True}}}, {"x": [1, {"a": 1}, {"a": 1}]})
    assert (problem.path, problem.message) == (("x", 2), "`x[2]` repeats an earlier item")


def test_one_and_one_point_zero_are_equal_but_true_is_not() -> None:
    assert told({"uniqueItems": True}, [1, True, "1"]) == []
    assert len(told({"uniqueItems": True}, [1, 1.0])) == 1


def test_a_forbidden_key_is_not_allowed_here() -> None:
    problem = one({"properties": {"a": closed(b=False)}}, {"a": {"b": 1}})
    assert (problem.path, problem.message, problem.fix) == (("a", "b"), "`a.b` is not allowed here", "remove it")


def test_a_malformed_key_says_what_keys_look_like() -> None:
    schema = {"properties": {"env": {"propertyNames": {"pattern": "^[A-Z_]+$", "description": "A variable's name."}}}}
    problem = one(schema, {"env": {"a-b": "x"}})
    assert (problem.path, problem.at_key) == (("env", "a-b"), True)
    assert problem.message == "the key `a-b` in `env` is not allowed"
    assert problem.fix == "use a variable's name"


def test_a_key_outside_a_closed_set_of_names_is_unknown() -> None:
    problem = one({"propertyNames": {"enum": ["production", "staging"]}}, {"prodution": 1})
    assert (problem.rule, problem.suggestion) == ("unknown-field", "production")


def test_a_condition_is_given_as_the_reason() -> None:
    schema = {
        "if": {"properties": {"type": {"const": "redis"}}, "required": ["type"]},
        "then": {"required": ["address"]},
        "else": {"required": ["url"]},
    }
    assert one(schema, {"type": "redis"}).message == (
        "the top level lacks the required key `address`, because `type` is `redis`"
    )
    assert one(schema, {"type": "http"}).message == (
        "the top level lacks the required key `url`, unless `type` is `redis`"
    )


def test_a_key_that_needs_another_says_so() -> None:
    problem = one({"dependencies": {"a": ["b"]}}, {"a": 1})
    assert problem.message == "`a` in the top level needs `b` beside it"


EXACT = {"oneOf": [{"required": ["exact"]}, {"required": ["prefix"]}, {"required": ["regex"]}]}


def test_keys_that_exclude_one_another_are_told_as_such() -> None:
    problem = one({"properties": {"uri": EXACT}}, {"uri": {"exact": "a", "prefix": "b"}})
    assert problem.message == ("set only one of `exact`, `prefix` and `regex` in `uri`; `exact` and `prefix` are set")
    assert problem.fix == "remove `exact` or `prefix`"


def test_the_branch_that_forbids_all_is_not_mentioned() -> None:
    none = {"not": {"anyOf": [{"required": ["exact"]}, {"required": ["prefix"]}]}}
    schema = {"oneOf": [none, {"required": ["exact"]}, {"required": ["prefix"]}]}
    assert told(schema, {}) == []
    assert one(schema, {"exact": 1, "prefix": 1}).message == (
        "set only one of `exact` and `prefix`; `exact` and `prefix` are set"
    )


def test_none_of_the_alternatives_is_a_missing_key() -> None:
    problem = one({"properties": {"uri": EXACT}}, {"uri": {}})
    assert (problem.rule, problem.message) == (
        "missing-required",
        "`uri` needs exactly one of `exact`, `prefix` or `regex`",
    )


TRIGGER = {
    "oneOf": [
        closed(type={"const": "redis"}, list={"type": "string"}) | {"required": ["type", "list"]},
        closed(type={"const": "cron"}, start={"type": "string"}, end={}) | {"required": ["type", "start"]},
    ]
}


def test_the_branch_is_chosen_by_the_key_that_tells_them_apart() -> None:
    problem = one({"properties": {"t": TRIGGER}}, {"t": {"type": "cron", "start": "1", "ende": "2"}})
    assert problem.message == "unknown key `ende` in `t`; did you mean `end`?"


def test_the_keys_listed_are_those_of_the_chosen_branch() -> None:
    problem = one({"properties": {"t": TRIGGER}}, {"t": {"type": "redis", "list": "x", "start": "1"}})
    assert problem.fix == "remove it; the keys here are `list` and `type`"


def test_an_unknown_choice_of_branch_lists_the_choices() -> None:
    problem = one({"properties": {"t": TRIGGER}}, {"t": {"type": "corn"}})
    assert (problem.path, problem.suggestion) == (("t", "type"), "cron")
    assert problem.message == "`t.type` is `corn`, but must be `redis` or `cron`; did you mean `cron`?"


PORT = {"anyOf": [{"type": "integer"}, closed(port={"type": "integer"}, protocol={"enum": ["TCP", "UDP"]})]}


def test_the_branch_is_chosen_by_type() -> None:
    problem = one({"properties": {"p": PORT}}, {"p": {"port": 80, "protocl": "TCP"}})
    assert problem.message == "unknown key `protocl` in `p`; did you mean `protocol`?"


def test_no_branch_of_the_right_type_names_the_types() -> None:
    problem = one({"properties": {"p": PORT}}, {"p": "x"})
    assert problem.message == "`p` must be a mapping or an integer, but is a string"


def test_branches_equally_near_are_listed_as_forms() -> None:
    schema = {"anyOf": [closed(a={}) | {"required": ["a"]}, closed(b={}) | {"required": ["b"]}]}
    problem = one(schema, {})
    assert problem.message == "the top level fits none of its forms: a mapping with `a`; or a mapping with `b`"


def test_more_than_one_form_at_once_is_told() -> None:
    schema = {"oneOf": [{"title": "By name.", "type": "object"}, {"title": "By port.", "type": "object"}]}
    problem = one(schema, {})
    assert problem.message == "the top level fits more than one form: By name; or By port"


def test_references_inside_references_are_followed() -> None:
    schema = {
        "definitions": {"tree": closed(children={"type": "array", "items": {"$ref": "#/definitions/tree"}})},
        "$ref": "#/definitions/tree",
    }
    problem = one(schema, {"children": [{"children": [{"childern": []}]}]})
    assert problem.path == ("children", 0, "children", 0, "childern")
    assert problem.suggestion == "children"


def test_a_property_may_be_named_like_a_keyword() -> None:
    schema = closed(properties=closed(**{"$ref": {"type": "string"}, "then": {"type": "integer"}}))
    assert one(schema, {"properties": {"$ref": 1}}).path == ("properties", "$ref")
    assert one(schema, {"properties": {"then": "x"}}).message == "`properties.then` must be an integer, but is a string"


def test_a_reference_with_neighbours_obeys_both_in_2020_12() -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {"m": closed(name={"type": "string"})},
        "properties": {"metadata": {"$ref": "#/$defs/m", "properties": {"name": {"maxLength": 3}}}},
    }
    assert one(schema, {"metadata": {"name": "abcd"}}).message == (
        "`metadata.name` must have at most 3 characters, but has 4"
    )
    assert one(schema, {"metadata": {"nam": "a"}}).suggestion == "name"


def test_problems_come_sorted_by_place() -> None:
    schema = {"properties": {"b": {"type": "string"}, "a": {"type": "array", "items": {"type": "string"}}}}
    problems = told(schema, {"b": 1, "a": [1, "x", 2]})
    assert [problem.path for problem in problems] == [("a", 0), ("a", 2), ("b",)]


def test_values_can_be_kept_out_of_the_messages() -> None:
    schema = {"additionalProperties": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 3}}
    for value in ("hunter2-hunter2", 424242):
        problem = one(schema, {"password": value}, quote_values=False)
        assert "hunter2" not in repr((problem.message, problem.fix))
        assert "424242" not in repr((problem.message, problem.fix))


def test_a_long_value_is_clipped_and_a_container_is_never_printed() -> None:
    problem = one({"properties": {"x": {"enum": ["a"]}}}, {"x": "b" * 500})
    assert len(problem.message) < 120
    assert one({"properties": {"x": {"enum": ["a"]}}}, {"x": {"secret": "s3cr3t"}}).message.count("s3cr3t") == 0


def test_keys_that_are_no_strings_are_told_not_raised() -> None:
    problem = one(closed(a=closed()), {"a": {80: 1}})
    assert (problem.path, problem.message) == (("a",), "the key `80` is not a string")


def test_a_recursive_schema_meets_deep_data() -> None:
    schema = {"properties": {"a": {"$ref": "#"}}, "additionalProperties": False}
    data: dict[str, Any] = {"b": 1}
    for _ in range(90):
        data = {"a": data}
    assert one(schema, data).path == ("a",) * 90 + ("b",)


def test_data_deeper_than_python_can_follow_is_told_not_raised() -> None:
    schema = {"properties": {"a": {"$ref": "#"}}, "additionalProperties": False}
    data: dict[str, Any] = {}
    for _ in range(3000):
        data = {"a": data}
    compiled = compile_schema(schema, engine="pure")
    assert not compiled.valid(data)
    assert compiled.problems(data)[0].message == "this is nested too deep to be checked"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_pattern_that_runs_away_elsewhere_is_harmless(engine: str) -> None:
    compiled = compile_schema({"pattern": "^(a+)+$"}, engine=engine)
    started = time.perf_counter()
    assert not compiled.valid("a" * 32 + "!")
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("engine", ENGINES)
def test_unique_items_stay_quick_with_thousands_of_objects(engine: str) -> None:
    compiled = compile_schema({"uniqueItems": True}, engine=engine)
    started = time.perf_counter()
    assert compiled.valid([{"name": f"n{i}", "value": "x" * 20} for i in range(6000)])
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/x.json", "file:///etc/hostname", "other.json#/a"])
def test_nothing_is_fetched_for_a_reference(reference: str, engine: str) -> None:
    with pytest.raises(UserError) as caught:
        compile_schema({"properties": {"a": {"$ref": reference}}}, name="values.schema.json", engine=engine)
    assert caught.value.message == (
        "values.schema.json: remote references are not fetched, files are not opened; put the schema inside this one"
        " at /properties/a/$ref"
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("schema", [{"pattern": "(["}, {"multipleOf": 0}, {"type": "foo"}, {"$ref": "#/definitions/a"}])
def test_a_schema_that_cannot_be_used_is_refused_when_compiled(schema: dict[str, Any], engine: str) -> None:
    with pytest.raises(UserError, match="^values.schema.json: "):
        compile_schema(schema, name="values.schema.json", engine=engine)

"""CEL rules of a schema: where they hold, what they see, what is said."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model import pointer
from generator.schema_store.cel.engine import Engine
from generator.schema_store.cel.judge import Broken, Judge
from generator.schema_store.cel.rules import Scope, escaped, field_path, scope_of
from generator.schema_store.structural import json_schema

pytest.importorskip("cel")


def rule(text: str, **more: Any) -> dict[str, Any]:
    return {"x-kubernetes-validations": [{"rule": text, "message": "broken", **more}]}


def node(kind: str = "object", /, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more}


def scope(spec: dict[str, Any], **root: Any) -> Scope | None:
    structural = {"type": "object", "properties": {"spec": spec}, **root}
    return scope_of(json_schema(structural, group="example.com", version="v1", kind="Widget"))


def told(spec_schema: dict[str, Any], spec: Any, name: str = "a", **root: Any) -> list[str]:
    """What is found in an object: `pointer message`, or `? why` for a rule without a verdict."""
    found = scope(spec_schema, **root)
    assert found is not None
    body = {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": name, "labels": {}}, "spec": spec}
    verdicts = Judge(found, Engine()).verdicts(body)
    return [f"{pointer(v.path)} {v.message}" if isinstance(v, Broken) else f"? {v.why}" for v in verdicts]


NUMBERS = {"min": node("integer"), "max": node("integer", default=3)}
RANGE = node(properties=NUMBERS, **rule("self.min <= self.max"))


def test_a_rule_sees_the_fields_of_its_node() -> None:
    assert told(RANGE, {"min": 1, "max": 2}) == []
    assert told(RANGE, {"min": 3, "max": 2}) == ["/spec broken"]


def test_defaults_are_filled_in_first() -> None:
    assert told(RANGE, {"min": 3}) == []
    assert told(RANGE, {"min": 4}) == ["/spec broken"]
    nested = node(properties={"range": {**RANGE, "default": {"min": 9}}})
    assert told(nested, {}) == ["/spec/range broken"]
    assert told(nested, {"range": None}) == ["/spec/range broken"]


def test_a_node_that_is_absent_has_no_rule() -> None:
    assert told(node(properties={"range": RANGE}), {}) == []


def test_rules_hold_in_items_and_in_values() -> None:
    items = node(properties={"list": node("array", items=RANGE), "map": node(additionalProperties=RANGE)})
    spec = {"list": [{"min": 1}, {"min": 5}], "map": {"a/b": {"min": 7}, "c": {"min": 0}}}
    assert told(items, spec) == ["/spec/list/1 broken", "/spec/map/a~1b broken"]


def test_a_rule_on_a_text_a_list_and_a_map_sees_it_whole() -> None:
    text = node("string", **rule("self.startsWith('a')"))
    names = node("array", items=node("string"), **rule("self.all(x, x != 'b')"))
    pairs = node(additionalProperties=node("string"), **rule("self.all(k, k.size() < 3 && self[k] != '')"))
    schema = node(properties={"text": text, "names": names, "pairs": pairs})
    assert told(schema, {"text": "ab", "names": ["a"], "pairs": {"ab": "c"}}) == []
    bad = {"text": "b", "names": ["a", "b"], "pairs": {"abc": "d"}}
    assert told(schema, bad) == ["/spec/text broken", "/spec/names broken", "/spec/pairs broken"]


def test_the_root_sees_kind_and_name_and_no_more_of_its_metadata() -> None:
    plain = node(properties={"a": node("string")})
    assert told(plain, {}, **rule("self.kind == 'Widget' && self.metadata.name.size() < 3")) == []
    assert told(plain, {}, "abc", **rule("self.metadata.name.size() < 3")) == [" broken"]
    assert told(plain, {}, **rule("has(self.metadata.labels)")) == [" broken"]
    assert told(plain, {}, **rule("self.metadata.labels == {}")) == ["? the schema has no field `labels`"]


def test_an_embedded_object_shows_its_name() -> None:
    embedded = node(**{"x-kubernetes-embedded-resource": True, "x-kubernetes-preserve-unknown-fields": True})
    embedded |= rule("self.kind == 'Pod' && self.metadata.name != 'b'")
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b"}, "spec": {"x": 1}}
    assert told(node(properties={"pod": embedded}), {"pod": pod}) == ["/spec/pod broken"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("namespace", "__namespace__"),
        ("in", "__in__"),
        ("a-b", "a__dash__b"),
        ("a.b", "a__dot__b"),
        ("a/b", "a__slash__b"),
        ("a__b", "a__underscores__b"),
        ("__a", "__underscores__a"),
        ("_a", "_a"),
        ("naïve", ""),
        ("1a", ""),
        ("a b", ""),
    ],
)
def test_names_are_escaped_as_kubernetes_does(name: str, said: str) -> None:
    assert escaped(name) == said
    if said:
        schema = node(properties={name: node("integer")}, **rule(f"self.{said} == 1"))
        assert told(schema, {name: 1}) == []
        assert told(schema, {name: 2}) == ["/spec broken"]


def test_keys_of_a_map_are_not_escaped() -> None:
    schema = node(additionalProperties=node("integer"), **rule("self['a-b'] == 1"))
    assert told(schema, {"a-b": 1}) == []


def test_what_the_schema_does_not_declare_cannot_be_seen() -> None:
    kept = node(properties={"a": node("string")}, **{"x-kubernetes-preserve-unknown-fields": True})
    assert told({**kept, **rule("!has(self.b)")}, {"b": 1}) == []
    assert told({**kept, **rule("self.b == 1")}, {"b": 1}) == ["? the schema has no field `b`"]


def test_objects_that_differ_in_what_is_not_declared_are_not_equal() -> None:
    items = node("array", items=node(**{"x-kubernetes-preserve-unknown-fields": True}))
    schema = node(properties={"a": {**items, **rule("self.all(x, self.exists_one(y, x == y))")}})
    assert told(schema, {"a": [{"b": 1}, {"b": 2}]}) == []
    assert told(schema, {"a": [{"b": 1}, {"b": 1}]}) == ["/spec/a broken"]


def test_an_int_or_string_is_what_was_written() -> None:
    schema = node(properties={"port": {"x-kubernetes-int-or-string": True}})
    schema |= rule("type(self.port) == int ? self.port > 0 : self.port.endsWith('%')")
    assert [told(schema, {"port": value}) for value in (5, "5%", 0, "5")] == [
        [],
        [],
        ["/spec broken"],
        ["/spec broken"],
    ]


def test_numbers_and_formats_have_their_cel_types() -> None:
    properties = {
        "ratio": node("number"), "count": node("integer"), "every": node("string", format="duration"),
        "since": node("string", format="date-time"), "raw": node("string", format="byte"),
    }  # fmt: skip
    text = ("type(self.ratio) == double && type(self.count) == int && self.every > duration('59s') && "
            "self.since < timestamp('2021-01-01T00:00:00Z') && self.raw == b'abc'")  # fmt: skip
    spec = {"ratio": 1, "count": 2.0, "every": "1m", "since": "2020-05-01T00:00:00Z", "raw": "YWJj"}
    assert told(node(properties=properties, **rule(text)), spec) == []


def test_null_is_seen_where_it_may_stand() -> None:
    properties = {"a": node("string", nullable=True), "b": node("string")}
    assert told(node(properties=properties, **rule("self.a == null && !has(self.b)")), {"a": None, "b": None}) == []


def test_a_change_is_not_judged_on_a_new_object() -> None:
    fixed = node(properties=NUMBERS, **rule("self.min == oldSelf.min"))
    assert told(fixed, {"min": 1}) == []
    found = scope(fixed)
    assert found is not None and found.count() == 0


def test_an_optional_old_value_is_none() -> None:
    first = node(properties=NUMBERS, **rule("oldSelf.hasValue() || self.min == 0", optionalOldSelf=True))
    assert told(first, {"min": 0}) == []
    assert told(first, {"min": 1}) == ["/spec broken"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("self.?min.orValue(7) == 5", True),
        ("self.?none.orValue(7) == 7", True),
        ("self.?none.hasValue() || self.?min.hasValue()", True),
        ("self.?none.hasValue()", False),
        ("self.?in.?deep.orValue('a') == 'a' && self.?out.?deep.orValue('b') == 'c'", True),
        ("self.?out.deep.orValue('b') == 'c'", True),
        ("self.?in.deep.orValue('b') == 'b'", True),
        ("self.tags[?'a'].orValue('b') == 'x'", True),
        ("self.tags[?'z'].orValue(self.?none.orValue(1) + 1 == 2 ? 'y' : 'n') == 'y'", True),
        ("self.?tags['z'].orValue('b') == 'b'", None),
        ("self.list.all(x, x.?size.orValue(1) > 0)", True),
        ("self.list.all(x, x.?size.orValue(-1) > 0)", False),
        ("cel.bind(n, self.min + 1, n * n == 36)", True),
        ("cel.bind(n, self.list, n.size() + cel.bind(m, n, m.size())) == 2", False),
        ("'.?' == self.tags.a || 'cel.bind(' != ''", True),
    ],
)  # fmt: skip
def test_optional_fields_and_bound_names_are_understood(text: str, kept: bool | None) -> None:
    deep = node(properties={"deep": node("string")})
    sizes = node("array", items=node(properties={"size": node("integer")}))
    properties = {"min": node("integer"), "none": node("integer"), "in": deep, "out": deep, "list": sizes,
                  "tags": node(additionalProperties=node("string"))}  # fmt: skip
    text = text.replace("?in.", "?__in__.")
    spec = {"min": 5, "out": {"deep": "c"}, "tags": {"a": "x"}, "list": [{"size": 1}, {"size": 2}, {}]}
    found = told(node(properties=properties, **rule(text)), spec)
    expected = {True: [], False: ["/spec broken"], None: ["? `.?` before `[` cannot be evaluated here"]}
    assert found == expected[kept]


def test_the_word_old_self_in_a_text_is_no_change() -> None:
    assert told(node(properties=NUMBERS, **rule("'oldSelf' == 'a'")), {}) == ["/spec broken"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"messageExpression": "'min is %d'.format([self.min])"}, "/spec min is 5"),
        ({"messageExpression": "self.nothing"}, "/spec broken"),
        ({"messageExpression": "1"}, "/spec broken"),
        ({"message": "", "messageExpression": ""}, "/spec the rule `self.min <= self.max` is not kept"),
        ({"message": "one\n  two\u001b[31m\u202e"}, "/spec one two [31m"),
        ({"fieldPath": ".min"}, "/spec/min broken"),
        ({"fieldPath": "['a.b'].c"}, "/spec/a.b/c broken"),
    ],
)
def test_the_author_says_what_is_wrong_and_where(more: dict[str, Any], expected: str) -> None:
    assert told(node(properties=NUMBERS, **rule("self.min <= self.max", **more)), {"min": 5}) == [expected]


@pytest.mark.parametrize(
    ("reason", "fix"),
    [
        ("", "make this true: self.min <= self.max"),
        ("FieldValueInvalid", "make this true: self.min <= self.max"),
        ("FieldValueRequired", "add min"),
        ("FieldValueForbidden", "remove min"),
        ("FieldValueDuplicate", "give min a value of its own"),
    ],
)
def test_the_reason_says_how_to_mend_it(reason: str, fix: str) -> None:
    found = scope(node(properties=NUMBERS, **rule("self.min <= self.max", reason=reason, fieldPath=".min")))
    assert found is not None
    (verdict,) = Judge(found, Engine()).verdicts({"spec": {"min": 5}})
    assert isinstance(verdict, Broken) and verdict.fix == fix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("self.max / (self.min - 5) > 0", "/spec something is divided by zero, so a rule of the CRD fails: broken"),
        (
            "self.list[0] == 1",
            "/spec a list is shorter than the rule takes it to be, so a rule of the CRD fails: broken",
        ),
        ("self.size > 0", "/spec there is no `size`, so a rule of the CRD fails: broken"),
        ("int(self.text) > 0", "/spec `x` is no whole number, so a rule of the CRD fails: broken"),
        ("self.list.exists(x, int(self.text) > 0) || self.min == 5", None),
        ("self.words.exists(w, int(w) == 1)", "? the engine stops at an error that CEL may pass over"),
        ("!self.words.all(w, int(w) == 1)", "? the engine stops at an error that CEL may pass over"),
        ("self.words.all(w, int(w) > 0)", "/spec `a` is no whole number, so a rule of the CRD fails: broken"),
        ("self.min + 1", "? the expression is no condition"),
        ("self.text + 1 == 2", "? the expression cannot be evaluated here"),
        ("self.nothing == 1", "? the schema has no field `nothing`"),
        ("self.?min.optMap(x, x + 1).orValue(1) == 5", "? `.?` before `optMap` cannot be evaluated here"),
        ("self[?self.text].hasValue()", "? an optional item that is no text cannot be evaluated here"),
        ("cel.bind(x, 1)", "? `cel.bind` wants a name, a value and an expression"),
        ("cel.bind(x, 1, x == 1", "? a bracket of the expression is not closed"),
        ("cel.nothing(x, 1, x == 1)", "? the function `cel.nothing` is not known here"),
        ("{?'a': optional.of(1)}.size() == 1", "? the expression uses `{?`, which cannot be evaluated here"),
        ("self.list.all(i, v, i == v)", "? the function `all` with 3 arguments cannot be evaluated here"),
        ("self.min ==", "? the expression is no CEL that can be read here"),
        ("self.min == 5 # true", "? the expression is no CEL at '# true'"),
    ],
)
def test_an_error_of_cel_is_not_taken_for_ours(text: str, expected: str | None) -> None:
    properties = {
        **NUMBERS, "size": node("integer"), "text": node("string"), "list": node("array", items=node("integer")),
        "words": node("array", items=node("string")),
    }  # fmt: skip
    spec = {"min": 5, "text": "x", "list": [], "words": ["a", "1"]}
    assert told(node(properties=properties, **rule(text)), spec) == ([expected] if expected else [])


def test_findings_of_one_object_are_bounded() -> None:
    items = node("array", items=node("integer", **rule("self > 0")))
    assert len(told(node(properties={"a": items}), {"a": [0] * 5000})) == 100


def test_a_schema_without_rules_has_no_scope() -> None:
    assert scope(node(properties=NUMBERS)) is None


@pytest.mark.parametrize("listed", [None, 5, "self", [5], [{"rule": 5}], [{}], {"rule": "self"}])
def test_rules_that_are_malformed_are_passed_over(listed: Any) -> None:
    found = scope({**node(properties=NUMBERS), "x-kubernetes-validations": listed})
    assert found is None


def test_a_schema_that_leads_back_to_itself_has_an_end() -> None:
    tree = {"type": "object", "properties": {"size": {"type": "integer"}, "below": {"$ref": "#/$defs/tree"}},
            **rule("self.size > 0")}  # fmt: skip
    found = scope_of({"properties": {"spec": {"$ref": "#/$defs/tree"}}, "$defs": {"tree": tree}})
    assert found is not None
    body = {"spec": {"size": 1, "below": {"size": 0}}}
    assert [pointer(v.path) for v in Judge(found, Engine()).verdicts(body) if isinstance(v, Broken)] == ["/spec/below"]


def test_a_field_path_is_read_as_far_as_it_can_be() -> None:
    assert field_path(".a['b.c'].d-e[0]") == ("a", "b.c", "d-e", 0)
    assert field_path(".a[?]") == ("a",)
    assert field_path("nothing") == ()

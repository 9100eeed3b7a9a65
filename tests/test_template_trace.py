"""A rendered field can be traced to where its value was written."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from generator.model import Origin, Path
from generator.template import Template, TracedFloat, TracedInt, TracedStr, origins, plain, traced
from generator.template.syntax import parse
from generator.yamlio.write import write

HERE = Origin("values/services/cart/values.yaml", 3, 7)


def locate(path: Path) -> Origin | None:
    """A line for each path: the length of its spelling, so that every test can tell paths apart; none for `hidden`."""
    return None if "hidden" in path else Origin("v.yaml", len(path), len("/".join(map(str, path))))


@pytest.mark.parametrize("value", [TracedStr("a b", HERE), TracedInt(3, HERE), TracedFloat(1.5, HERE)])
def test_a_traced_value_is_the_plain_value(value: Any) -> None:
    bare = plain(value)
    assert value == bare
    assert hash(value) == hash(bare)
    assert {bare: 1}[value] == 1
    assert (str(value), repr(value), f"{value}") == (str(bare), repr(bare), f"{bare}")
    copy = pickle.loads(pickle.dumps(value))
    assert (copy, type(copy)) == (bare, type(bare))
    assert value.origin == HERE


def test_simple_changes_of_a_text_keep_its_origin() -> None:
    text = TracedStr(" v1.2 ", HERE)
    changed = [text.strip(), text.upper(), text.lower(), text.removeprefix(" "), text.removesuffix(" ")]
    assert changed == ["v1.2", " V1.2 ", " v1.2 ", "v1.2 ", " v1.2"]
    assert [each.origin for each in changed] == [HERE] * 5


def test_all_leaves_but_truth_values_and_null_are_wrapped() -> None:
    value = {"a": "x", "b": [1, {"c": 2.5}], "d": True, "e": None, "hidden": "y"}
    wrapped = traced(value, locate)
    assert wrapped == value
    assert wrapped["a"].origin == Origin("v.yaml", 1, 1)
    assert wrapped["b"][0].origin == Origin("v.yaml", 2, 3)
    assert wrapped["b"][1]["c"].origin == Origin("v.yaml", 3, 5)
    assert (wrapped["d"], wrapped["e"], wrapped["hidden"].origin) == (True, None, None)


def test_the_key_of_a_truth_value_or_of_nothing_carries_its_origin() -> None:
    wrapped = traced({"d": True, "e": None, "f": {}, "g": [], "hidden": False}, locate)
    assert wrapped == {"d": True, "e": None, "f": {}, "g": [], "hidden": False}
    assert [key.origin is None for key in wrapped] == [False, False, False, False, True]
    assert next(iter(wrapped)).origin == Origin("v.yaml", 1, 1)


def test_a_sum_of_texts_has_the_origin_of_the_first() -> None:
    total = TracedStr("a", HERE) + "," + TracedStr("b", Origin("v.yaml", 9, 9))
    assert (total, total.origin) == ("a,b", HERE)


def test_plain_takes_every_origin_away() -> None:
    value = {TracedStr("k", HERE): [TracedInt(1, HERE), TracedFloat(2.5, HERE), True, None, (TracedStr("s", HERE),)]}
    bare = plain(value)
    assert bare == {"k": [1, 2.5, True, None, ["s"]]}
    assert [type(each) for each in (*bare, *bare["k"], bare["k"][4][0])] == [
        str,
        int,
        float,
        bool,
        type(None),
        list,
        str,
    ]


def test_the_origin_of_every_rendered_field() -> None:
    source = (
        "apiVersion: v1\nkind: Thing\nspec:\n  image: {{ image.name }}:{{ image.tag }}\n  replicas: {{ n }}\n"
        "  env: {{ env }}\n  {{ key }}: 1\n  constant: x\n"
        "  {% for p in ports %}\n  p{{ p }}: [{{ p }}]\n  {% endfor %}\nmetadata: {{ m }}\n"
    )
    values = {
        "image": {"name": "cart", "tag": "1.2"},
        "n": 3,
        "env": [{"name": "A", "value": "b"}],
        "key": "k",
        "ports": [80],
    }
    given = traced(values, locate) | {"m": {"name": "plain", "labels": {"on": True}}}
    content = Template("thing.yaml.j2", parse(source, "thing.yaml.j2")).fill(given)
    assert origins(content) == {
        ("spec", "image"): Origin("v.yaml", 2, 10),
        ("spec", "replicas"): Origin("v.yaml", 1, 1),
        ("spec", "env", 0, "name"): Origin("v.yaml", 3, 10),
        ("spec", "env", 0, "value"): Origin("v.yaml", 3, 11),
        ("spec", "k"): Origin("v.yaml", 1, 3),
        ("spec", "p80"): Origin("v.yaml", 2, 7),
        ("spec", "p80", 0): Origin("v.yaml", 2, 7),
    }


def test_tracing_changes_no_byte_of_the_text() -> None:
    template = Template(
        "t.yaml.j2", parse("kind: Thing\na: {{ v }}\nb: {{ v.n }}-{{ v.s }}\nc: {{ v.s }}\n", "t.yaml.j2")
    )
    values = {"v": {"n": 1, "f": 2.0, "s": "no", "l": ["x\ny", 5], "d": {"no": "1e3"}}}
    with_origins = template.fill(traced(values, locate))
    assert with_origins.text == template.fill(values).text == write(with_origins.body)


def test_the_text_of_a_traced_number_keeps_its_origin() -> None:
    place = Origin("values/a.yaml", 3, 7)
    for number in (TracedInt(5, place), TracedFloat(0.5, place)):
        text = str(number)
        assert isinstance(text, TracedStr)
        assert (text, text.origin) == (repr(number), place)

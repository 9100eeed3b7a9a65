"""The text of a filled template is byte for byte what the writer makes of its body, whatever the values."""

from __future__ import annotations

from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from generator.model import OMIT
from generator.template import Template
from generator.template.layout import UNUSUAL, follow, place
from generator.template.syntax import parse
from generator.yamlio.read import read
from generator.yamlio.write import item, nested, write

# Every position a value can have: after a key, after a dash, first in an item, in a list of lists, as a key, in a text,
# alone in its parent, beside a constant, in a loop, in a branch; in an order that is not the canonical one.
SOURCE = """apiVersion: v1
kind: Thing
spec:
  replicas: {{ a }}
  strategy: {x: {{ b }}}
  alone:
    only: {{ c }}
  deep: [[{{ a }}, {{ b }}], [c, {{ c }}]]
  list:
    - {{ a }}
    - name: {{ b }}
      image: x-{{ n }}/{{ t }}
    - - {{ c }}
      - image: {{ a }}
        name: {{ b }}
    - constant
  "quoted: key": {{ b }}
  keys:
    beta: {{ c }}
    {{ t }}: {{ a }}
    x{{ n }}: [{{ b }}]
  constant: {z: 1, a: [{name: b, image: c}]}
  {% if flag %}
  optional: {{ a }}
  {% else %}
  instead:
    - {{ b }}
  {% endif %}
  {% for one in many %}
  item{{ one.n }}:
    - {{ one.v }}
  {% endfor %}
metadata: {{ m }}
"""
TEMPLATE = Template("thing.yaml.j2", parse(SOURCE, "thing.yaml.j2"))

words = st.sampled_from(["name", "image", "env", "a", "no", "1e3", "x y", "a: b", "- a", "ArgosyHole1X", "", "été"])
texts = words | st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.just("one\ntwo\n")
leaves = texts | st.integers(-5, 10**6) | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))
alike = st.lists(st.fixed_dictionaries({"name": texts, "value": leaves}), min_size=1, max_size=4)
printable = (
    words
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "S"]), max_size=9)
)
anything = (values | alike).filter(lambda value: value is not None)


@seed(1)
@settings(max_examples=300, deadline=None, database=None)
@given(
    a=anything | st.just(OMIT),
    b=anything | st.just(OMIT),
    c=anything | st.just(OMIT),
    m=st.dictionaries(texts, values),
    t=texts,
    n=st.integers(),
    flag=st.booleans(),
    many=st.lists(anything, max_size=3),
)
def test_text_is_what_the_writer_makes_of_the_body(
    a: Any, b: Any, c: Any, m: Any, t: str, n: int, flag: bool, many: list[Any]
) -> None:
    if t in ("beta", f"x{n}"):
        return
    loop = [{"n": number, "v": value} for number, value in enumerate(many)]
    context = {"a": a, "b": b, "c": c, "m": m, "t": t, "n": n, "flag": flag, "many": loop}
    filled = TEMPLATE.fill(context)
    assert filled.text == write(filled.body)


@seed(2)
@settings(max_examples=400, deadline=None, database=None)
@given(value=anything, column=st.integers(0, 9))
def test_a_value_is_laid_out_as_the_writer_does(value: Any, column: int) -> None:
    for written in (nested, item):
        try:
            assert follow(value, place(written, column)) == written(value, column)
        except UNUSUAL:
            assert "ArgosyHole" in repr(value)


@seed(3)
@settings(max_examples=200, deadline=None, database=None)
@given(m=st.dictionaries(words.filter(bool), printable), a=st.lists(printable, min_size=1) | printable)
def test_text_reads_back_as_the_body(m: Any, a: Any) -> None:
    filled = TEMPLATE.fill({"a": a, "b": m, "c": "x", "m": m, "t": "t", "n": 1, "flag": True, "many": []})
    assert read(filled.text.encode(), "thing.yaml").data == filled.body


def test_true_and_one_are_not_confused() -> None:
    for value, text in (
        (1, "1"),
        (True, "true"),
        (1.0, "1.0"),
        (0, "0"),
        (False, "false"),
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (None, "null"),
    ):
        assert follow({"a": value}, place(nested, 0)) == f"\n  a: {text}"
        assert follow(value, place(nested, 0)) == f" {text}"

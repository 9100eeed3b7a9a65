"""Templates: what they may say, and what comes of filling them."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from generator.model import OMIT
from generator.template import Template, TemplateError
from generator.template.syntax import parse
from generator.yamlio.write import write

HEAD = "apiVersion: v1\nkind: Thing\n"


def template(source: str) -> Template:
    return Template("thing.yaml.j2", parse(source, "thing.yaml.j2"))


def fill(source: str, **context: Any) -> Any:
    """The body without its head, once it is certain that the text says the same."""
    content = template(HEAD + source).fill(context)
    assert content.text == write(content.body)
    body = dict(content.body)
    assert (body.pop("apiVersion"), body.pop("kind")) == ("v1", "Thing")
    return body


def error(source: str, **context: Any) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        template(HEAD + source).fill(context)
    assert caught.value.exit_code == 2
    return caught.value


def test_the_text_is_canonical_whatever_the_order_in_the_template() -> None:
    content = template("kind: Thing\nspec:\n  replicas: {{ n }}\n  selector: {{ s }}\nmetadata: {{ m }}\n").fill(
        {"n": 2, "s": {"b": "no", "a": ""}, "m": {"namespace": "shop", "name": "cart"}}
    )
    assert content.text == (
        "kind: Thing\nmetadata:\n  name: cart\n  namespace: shop\nspec:\n  replicas: 2\n"
        '  selector:\n    a: ""\n    b: "no"\n'
    )


@pytest.mark.parametrize(
    "value", ["text", "no", "1e3", "", 3, True, False, 1.5, [], {}, [1, {"a": []}], {"a": {"b": [1]}}]
)
def test_a_value_keeps_its_type(value: Any) -> None:
    assert fill("spec: {{ v }}\n", v=value) == {"spec": value}


def test_several_values_in_one_scalar_join_as_text() -> None:
    body = fill("a: {{ x }}{{ y }}\nb: {{ x }}-{{ t }}/{{ f }}.z\nc: 'say {{ x }} now'\n", x=1, y=2, t=True, f=1.5)
    assert body == {"a": "12", "b": "1-true/1.5.z", "c": "say 1 now"}


def test_a_block_scalar_takes_values_as_text() -> None:
    assert fill("a: |\n  hello {{ x }}\n  {{ x }}\n", x="w: {") == {"a": "hello w: {\nw: {\n"}


@pytest.mark.parametrize("value", [{"a": 1}, [1]])
def test_a_mapping_or_list_inside_a_text_is_refused(value: Any) -> None:
    kind = type(value).__name__
    assert str(error("spec:\n  a: {{ x.y }}-z\n", x={"y": value})) == (
        f"thing.yaml.j2:4: `x.y` is a {kind} and cannot be part of a text"
    )


def test_omit_drops_its_key() -> None:
    source = "a: {{ a }}\nspec:\n  b: {{ b }}\n  c: 1\n"
    assert fill(source, a=OMIT, b=OMIT) == {"spec": {"c": 1}}
    assert fill(source, a=OMIT, b=2) == {"spec": {"b": 2, "c": 1}}


def test_omit_drops_its_list_item() -> None:
    source = "spec:\n  - {{ a }}\n  - x: {{ b }}\n    w: 1\n  - z\n"
    assert fill(source, a=OMIT, b=OMIT) == {"spec": [{"w": 1}, "z"]}
    assert fill(source, a={"k": 1}, b=3) == {"spec": [{"k": 1}, {"x": 3, "w": 1}, "z"]}


def test_omit_leaves_an_empty_mapping_or_list_when_nothing_else_is_in_it() -> None:
    assert fill("a:\n  b: {{ x }}\nc:\n  - {{ x }}\n", x=OMIT) == {"a": {}, "c": []}


def test_omit_is_dropped_at_any_depth_of_a_value() -> None:
    value = {"a": OMIT, "b": [OMIT, {"c": OMIT, "d": 1}], "e": {"f": {"g": OMIT}}}
    assert fill("spec: {{ v }}\n", v=value) == {"spec": {"b": [{"d": 1}], "e": {"f": {}}}}
    assert value["a"] is OMIT


@pytest.mark.parametrize("source", ["a: x-{{ v }}\n", "{{ v }}: 1\n"])
def test_omit_as_part_of_a_text_or_key_is_refused(source: str) -> None:
    assert str(error(source, v=OMIT)) == "thing.yaml.j2:3: `v` is left out, but it is part of a text or a key"


def test_none_is_refused_with_the_way_out() -> None:
    problem = error("a: {{ v.w }}\n", v={"w": None})
    assert str(problem) == "thing.yaml.j2:3: `v.w` is None, which is no value"
    assert problem.findings[0].fix is not None
    assert problem.findings[0].fix.text == "give OMIT to leave the field out"


def test_a_null_inside_a_value_stays() -> None:
    assert fill("spec: {{ v }}\n", v={"a": None, "b": [None]}) == {"spec": {"a": None, "b": [None]}}


def test_tuples_and_read_only_mappings_become_plain() -> None:
    body = fill("a: {{ a }}\nb: {{ b }}\nc: {{ c }}\n", a=(1, (2,)), b=MappingProxyType({"x": (3,)}), c=[{"d": ()}])
    assert body == {"a": [1, [2]], "b": {"x": [3]}, "c": [{"d": []}]}
    assert (type(body["a"]), type(body["a"][1]), type(body["b"]), type(body["c"][0]["d"])) == (list, list, dict, list)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({1, 2}, "a set, which is neither text, number, truth value, list nor mapping"),
        (b"x", "a bytes, which is neither text, number, truth value, list nor mapping"),
        (float("nan"), "the number nan, which is not finite"),
        ({"x": [float("inf")]}, "the number inf, which is not finite"),
        ({"x": {1: 2}}, "the key 1, which is not text"),
        ([{"x": object}], "a type, which is neither text, number, truth value, list nor mapping"),
    ],
)
def test_a_value_that_cannot_stand_in_a_manifest_is_refused(value: Any, what: str) -> None:
    assert str(error("a: 1\nspec: {{ v }}\n", v=value)) == f"thing.yaml.j2:4: `v` holds {what}"


def test_what_the_writer_refuses_is_refused_with_its_line() -> None:
    long = {"k" * 2000: [1]}
    limit = "cannot be written: a key of 2000 characters cannot be read back; the limit is 1000"
    assert str(error("a: 1\nspec: {{ v }}\n", v=long)) == f"thing.yaml.j2:4: `v` {limit}"
    assert limit in str(error("{{ k }}: {{ v }}\n", k="k" * 2000, v=1))
    assert "`v` cannot be written" in str(error("spec: {{ v }}\n", v=10**5000))


def test_a_key_may_be_a_value() -> None:
    source = "spec:\n  {{ k }}: {{ v }}\n  app.{{ k }}/x: [{{ v }}]\n  b: {{ v }}\n"
    assert fill(source, k="zeta", v=1) == {"spec": {"zeta": 1, "app.zeta/x": [1], "b": 1}}
    assert fill("{{ k }}: {{ v }}\n", k="no: way", v={"a": OMIT}) == {"no: way": {}}


def test_a_key_that_is_no_text_or_appears_twice_is_refused() -> None:
    assert str(error("{{ k }}: 1\n", k=5)) == "thing.yaml.j2:3: a key must be text, `{{ k }}` is int"
    assert str(error("a: 1\n{{ k }}: 1\n", k="a")) == "thing.yaml.j2:4: the key `{{ k }}` appears twice"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a", True), ("none", False), ("empty", False), ("not empty", True), ("a and empty", False),
        ("a or empty", True), ("a == 'x'", True), ("a != 'x'", False), ("n == 3", True), ("'x' not in m", True),
        ("a in ['x', 'y']", True),
        ("'k' in m", True), ("'z' in m", False), ("m.k is defined", True), ("m.z is defined", False),
        ("z.z.z is defined", False), ("m.z is not defined", True), ("gone is defined", False), ("gone", False),
        ("l[1] == 2", True), ("l[2] is defined", False), ("m[key] == 1", True), ("l[at] == 2", True),
        ("a not in ['y']", True), ("m.k == 1 and n == 3", True),
    ],
)  # fmt: skip
def test_conditions(condition: str, expected: bool) -> None:
    context = {
        "a": "x",
        "none": None,
        "empty": [],
        "n": 3,
        "m": {"k": 1},
        "l": [1, 2],
        "key": "k",
        "at": 1,
        "gone": OMIT,
    }
    source = "{% if " + condition + " %}\nthen: 1\n{% else %}\nother: 1\n{% endif %}\n"
    assert fill(source, **context) == ({"then": 1} if expected else {"other": 1})


def test_elif_takes_the_first_that_holds() -> None:
    source = "{% if x == 1 %}\na: 1\n{% elif x == 2 %}\na: 2\n{% elif x == 3 %}\na: {{ x }}\n{% endif %}\nb: 1\n"
    assert [fill(source, x=x).get("a") for x in (1, 2, 3, 4)] == [1, 2, 3, None]


def test_loops_over_lists_and_pairs() -> None:
    source = (
        "spec:\n  {% for p in ports %}\n  - port: {{ p.number }}\n    {% if p.name is defined %}\n"
        "    name: {{ p.name }}\n    {% endif %}\n  {% endfor %}\nlabels:\n"
        "  {% for k, v in pairs %}\n  {{ k }}: {{ v }}\n  {% endfor %}\n"
    )
    body = fill(source, ports=[{"number": 1, "name": "a"}, {"number": 2}], pairs=[("x", 1), ("b", 2)])
    assert body == {"spec": [{"port": 1, "name": "a"}, {"port": 2}], "labels": {"x": 1, "b": 2}}


def test_a_loop_variable_ends_with_its_loop() -> None:
    source = "{% for x in l %}\na{{ x }}: {{ x }}\n{% endfor %}\nb: {{ x }}\n"
    assert fill(source, l=[1, 2], x="outer") == {"a1": 1, "a2": 2, "b": "outer"}
    assert "`x` is not defined" in str(error(source, l=[1, 2]))


@pytest.mark.parametrize("value", [{"b", "a"}, "text", {"a": 1}, 5, OMIT])
def test_a_loop_over_anything_but_a_list_is_refused(value: Any) -> None:
    assert "thing.yaml.j2:3: `l` is no list but a" in str(
        error("{% for x in l %}\na: {{ x }}\n{% endfor %}\n", l=value)
    )


def test_a_loop_over_pairs_needs_pairs() -> None:
    problem = error("{% for k, v in l %}\n{{ k }}: {{ v }}\n{% endfor %}\n", l=[(1, 2, 3)])
    assert str(problem) == "thing.yaml.j2:3: the loop needs items of 2 (k, v)"


def test_comments_of_both_languages_leave_no_trace() -> None:
    assert fill("{# a\n {{ b }} #}\n# {{ x }}\na: {{ x }}  # why\n", x=1) == {"a": 1}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a: {{ service }}\n", "3: `service` is not defined: the view gives m, t"),
        ("a: 1\nb: {{ m.k.nope }}\n", "4: `m.k.nope` is not defined: the keys of `m.k` are x"),
        ("a: {{ m.nope.x }}\n", "3: `m.nope.x` is not defined: the keys of `m` are k, l"),
        ("a: {{ m.l[7] }}\n", "3: `m.l[7]` is not defined: `m.l` is a list of 1"),
        ("a: {{ t[0] }}\n", "3: `t[0]` is not defined: `t` is neither a mapping nor a list"),
        ("a: {{ m.keys }}\n", "3: `m.keys` is not defined: the keys of `m` are k, l"),
        ("a: {{ t.upper }}\n", "3: `t.upper` is not defined: `t` is neither a mapping nor a list"),
        ("{# c #}\n{% if m.k.x %}\n\na: {{ m.z }}\n{% endif %}\n", "6: `m.z` is not defined: the keys of `m` are k, l"),
        ("a: 1\n{% if nope %}\nb: 1\n{% endif %}\n", "4: `nope` is not defined: the view gives m, t"),
        ("a: 1\n{% for x in m.nope %}\nb: 1\n{% endfor %}\n", "4: `m.nope` is not defined: the keys of `m` are k, l"),
    ],
)
def test_what_is_undefined_is_named_with_its_line(source: str, message: str) -> None:
    problem = error(source, m={"k": {"x": 1}, "l": [1]}, t="text")
    assert str(problem) == "thing.yaml.j2:" + message
    assert problem.findings[0].origin == problem.origin
    assert problem.findings[0].rule == "template-undefined"


def test_constant_parts_are_shared_and_values_are_not_copied() -> None:
    thing = template(HEAD + "spec:\n  fixed: {a: [1]}\n  free: {{ v }}\n")
    value = {"x": 1}
    first, second = thing.fill({"v": value}).body, thing.fill({"v": value}).body
    assert first["spec"] is not second["spec"]
    assert first["spec"]["fixed"] is second["spec"]["fixed"]
    assert first["spec"]["free"] is value


def test_the_kind_is_known_without_filling() -> None:
    assert template("apiVersion: apps/v1\nkind: Deployment\nspec: {{ x }}\n").kind == ("apps/v1", "Deployment")


@pytest.mark.parametrize(
    "source", ["", "kind: A\napiVersion: v1\n", "apiVersion: {{ v }}\nkind: A\n", "apiVersion: v1\n"]
)
def test_a_template_that_does_not_begin_with_its_kind_is_refused(source: str) -> None:
    with pytest.raises(TemplateError, match="the first two lines must be `apiVersion: ...` and `kind: ...`"):
        _ = template(source).kind


def test_a_loaded_template_is_found_by_name_and_named_in_errors(tmp_path: Path) -> None:
    from generator.template import load

    folder = tmp_path / "workload"
    folder.mkdir()
    (folder / "pod.yaml.j2").write_text(HEAD + "a: {{ x }}\n")
    templates = load(folder)
    assert templates.names == ("pod",)
    assert templates.kind("pod") == ("v1", "Thing")
    assert templates.fill("pod", {"x": 1}).body == templates.fill("pod.yaml.j2", {"x": 1}).body
    with pytest.raises(TemplateError, match=r"^workload/pod.yaml.j2:3: `x` is not defined: the view gives none$"):
        templates.fill("pod", {})
    with pytest.raises(TemplateError, match=r"^workload/pot.yaml.j2: there is no such template; the folder has pod$"):
        templates.fill("pot", {})

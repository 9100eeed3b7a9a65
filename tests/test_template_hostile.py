"""Templates that try to do more than place values, and values that try to be more than values."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import UserError
from generator.template import Filled, Template, TemplateError, load
from generator.template.syntax import parse

HEAD = "apiVersion: v1\nkind: Thing\n"
LOOP = "3: a loop with a condition, `recursive` or `else` is not allowed here"
CONTEXT: dict[str, Any] = {"v": {"a": 1}, "s": "text", "l": [1, 2], "f": len, "c": UserError}


def fill(source: str, **context: Any) -> Filled:
    return Template("thing.yaml.j2", parse(HEAD + source, "thing.yaml.j2")).fill(CONTEXT | context)


def refusal(source: str, **context: Any) -> str:
    with pytest.raises(TemplateError) as caught:
        fill(source, **context)
    assert caught.value.exit_code == 2
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a: {{ v | upper }}\n", "3: a filter is not allowed here"),
        ("a: {{ s|attr('__class__') }}\n", "3: a filter is not allowed here"),
        ("a: {{ ''.format(v) }}\n", "3: a call is not allowed here"),
        ("a: {{ s.format(v) }}\n", "3: a call is not allowed here"),
        ("a: {{ f(s) }}\n", "3: a call is not allowed here"),
        ("a: {{ v.update({}) }}\n", "3: a call is not allowed here"),
        ("a: {{ range(9) }}\n", "3: a call is not allowed here"),
        ("a: {{ lipsum.__globals__ }}\n", "3: `__globals__` is not allowed here"),
        ("a: {{ lipsum.__globals__['os'].popen('id').read() }}\n", "3: a call is not allowed here"),
        ("a: {{ cycler['__init__'] }}\n", "3: `__init__` is not allowed here"),
        ("a: {{ __builtins__ }}\n", "3: `__builtins__` is not allowed here"),
        ("a: {{ self._TemplateReference__context }}\n", "3: `self` is not allowed here"),
        ("a: {{ 'x' * 1000000000 }}\n", "3: `mul` is not allowed here"),
        ("a: {{ '%1000000000d' % 1 }}\n", "3: `mod` is not allowed here"),
        ("a: {{ s.center(1000000000) }}\n", "3: a call is not allowed here"),
        ("a: {{ 1.1 + 2.2 }}\n", "3: `add` is not allowed here"),
        ("a: {{ 7 }}\n", "3: a constant is not allowed here"),
        ("a: {{ [v] }}\n", "3: `list` is not allowed here"),
        ("a: {{ {'x': v} }}\n", "3: `dict` is not allowed here"),
        ("a: {{ v ~ s }}\n", "3: `~` is not allowed here"),
        ("a: {{ s if v else l }}\n", "3: an inline if is not allowed here"),
        ("a: {{ l[0:1] }}\n", "3: a slice is not allowed here"),
        ("a: {{ l[-1] }}\n", "3: `neg` is not allowed here"),
        ("a: {{ not v }}\n", "3: `not` is not allowed here"),
        ("b: 1\n{% set x = 1 %}\n", "4: set is not allowed here"),
        ("b: 1\n{% set x %}y{% endset %}\n", "4: set is not allowed here"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n", "3: a macro is not allowed here"),
        ("{% call f() %}{% endcall %}\n", "3: a call block is not allowed here"),
        ("{% filter upper %}a{% endfilter %}\n", "3: a filter block is not allowed here"),
        ("{% include '../../x' %}\n", "3: include is not allowed here"),
        ("{% include '/etc/hosts' %}\n", "3: include is not allowed here"),
        ("{% include s %}\n", "3: include is not allowed here"),
        ("{% import 'x' as x %}\n", "3: import is not allowed here"),
        ("{% from 'x' import y %}\n", "3: import is not allowed here"),
        ("{% extends 'x' %}\n", "3: extends is not allowed here"),
        ("{% block b %}{% endblock %}\n", "3: a block is not allowed here"),
        ("{% with x = 1 %}{% endwith %}\n", "3: with is not allowed here"),
        ("a: 1\n{% raw %}{{ $labels.x }}{% endraw %}\n", "4: raw is not allowed"),
        ("{% autoescape true %}{% endautoescape %}\n", "3: autoescape is not allowed here"),
        ("{% if l|length %}a: 1\n{% endif %}\n", "3: a filter is not allowed here"),
        ("{% if l > 1 %}a: 1\n{% endif %}\n", "3: this comparison is not allowed here"),
        ("{% if 1 == 1 == 1 %}a: 1\n{% endif %}\n", "3: this comparison is not allowed here"),
        ("{% if s is string %}a: 1\n{% endif %}\n", "3: a test other than `is defined` is not allowed here"),
        ("{% for x in l if x %}a: 1\n{% endfor %}\n", LOOP),
        ("{% for x in l recursive %}{% endfor %}\n", LOOP),
        ("{% for x in l %}{% else %}a{% endfor %}\n", LOOP),
        ("{% for x in l %}\n- {{ loop.index }}\n{% endfor %}\n", "4: `loop` is not allowed here"),
        ("{% for (a, (b, c)) in l %}{% endfor %}\n", "3: a nested loop target is not allowed here"),
        ("a: \"{{ s }}\"\n", "3: a quote mark touches an expression"),
        ("a: '{{ s }} x'\n", "3: a quote mark touches an expression"),
        ("a: \"x {{ s }}\"\n", "3: a quote mark touches an expression"),
        ("a: '{% if v %}{{ s }}{% endif %}'\n", "3: a quote mark touches an expression"),
        ("a: ArgosyHole0X\n", "3: the word ArgosyHole is reserved"),
        ("a: {{ s }\n", "3: unexpected '}'"),
        ("a: {{ s | nope }}\n", "3: a filter is not allowed here"),
        ("a: {% if s is nope %}b{% endif %}\n", "3: a test other than `is defined` is not allowed here"),
        ("a: 1\n{% if s %}\nb: 1\n", "5: Unexpected end of template."),
        ("a: 1\n{% nonsense %}\n", "4: Encountered unknown tag 'nonsense'."),
        ("a: {{ f.__name__ }}\n", "3: `__name__` is not allowed here"),
        ("a: {{ c.exit_code }}\n", "3: `c.exit_code` is not defined: `c` is neither a mapping nor a list"),
        ("a: {{ v.a.real }}\n", "3: `v.a.real` is not defined: `v.a` is neither a mapping nor a list"),
        ("a: {{ lipsum }}\n", "3: `lipsum` is not defined: the view gives c, f, l, s, v"),
        ("a: {{ f }}\n", "3: `f` holds a builtin_function_or_method, which is neither text"),
    ],
)  # fmt: skip
def test_a_template_outside_the_language_is_refused_at_its_line(source: str, message: str) -> None:
    assert refusal(source).startswith("thing.yaml.j2:" + message)


def test_nesting_without_end_is_refused() -> None:
    assert "if and for nest more than 12 deep" in refusal("{% if s %}" * 40 + "{% endif %}" * 40)
    assert "nested too deeply" in refusal("{% if s %}" * 3000 + "{% endif %}" * 3000)
    assert "nested too deeply" in refusal("a: {{ " + "(" * 5000 + "s" + ")" * 5000 + " }}\n")
    assert "a condition more than 12 deep" in refusal("{% if " + "not " * 40 + "s %}a: 1\n{% endif %}")


def test_loops_without_end_are_refused() -> None:
    many = list(range(99_999))
    assert "makes more than 50000 values" in refusal(
        "{% for a in m %}{% for b in m %}{{ b }}{% endfor %}{% endfor %}", m=many
    )
    some = list(range(2000))
    nested = "{% for a in m %}{% for b in m %}a line of text\n{% endfor %}{% endfor %}"
    assert "makes more than 1048576 characters" in refusal("a: |\n  " + nested, m=some)


@pytest.mark.parametrize(
    ("source", "line", "excerpt"),
    [
        ("{# c\n#}\na: [1\nb: {{ s }}\n", 5, "bracket [ opened at 5 is not closed before 6: `a: [1`"),
        ("{# two\nlines #}\n{% if v %}\na: 1\n b: {{ s }}\n{% endif %}\n", 7, "`b: {{ s }}`"),
        ("a: 1\na: {{ v.a }}\n", 4, "`a: {{ v.a }}`"),
        ("a: 1\nb: on\n", 4, "`b: on`"),
        ("a: &x 1\n", 3, "`a: &x 1`"),
        ("a: 1\n---\nb: 1\n", 4, ""),
        ("a: {{ s }}: 1\n", 3, "`a: {{ s }}: 1`"),
    ],
)
def test_what_makes_no_valid_yaml_is_refused_at_its_template_line(source: str, line: int, excerpt: str) -> None:
    message = refusal(source)
    assert message.startswith(f"thing.yaml.j2:{line}: the template makes no valid YAML: ")
    assert excerpt in message
    assert "ArgosyHole" not in message


@pytest.mark.parametrize("source", ["- a\n- {{ v }}\n", "text\n", "{{ v }}\n", ""])
def test_what_is_no_mapping_is_refused(source: str) -> None:
    with pytest.raises(TemplateError, match="no mapping|no valid YAML"):
        Template("thing.yaml.j2", parse(source, "thing.yaml.j2")).fill({"v": {}})


def test_values_are_never_templates() -> None:
    texts = [
        "{{ 7*7 }}",
        "{% if x %}",
        "{# c #}",
        "{{ $labels.x }}",
        "${x}",
        "%s",
        "{0}",
        "%(a)s",
        "ArgosyHole0X",
        "!!python/x",
    ]
    body = fill("a: {{ t }}\nb: {{ t[0] }}-{{ t[1] }}\nc: {{ t[8] }}\nd: {{ t[8] }}{{ t[8] }}\n", t=texts).body
    assert body["a"] == texts
    assert body["b"] == "{{ 7*7 }}-{% if x %}"
    assert (body["c"], body["d"]) == ("ArgosyHole0X", "ArgosyHole0XArgosyHole0X")


def test_a_key_that_looks_like_our_own_mark_stays_a_key() -> None:
    value = {"ArgosyHole0X": "ArgosyHole1X", "a": [{"ArgosyHole1X": 1}, {"ArgosyHole1X": {}}]}
    filled = fill("a: {{ v }}\nb:\n  {{ k }}: 1\n", v=value, k="ArgosyHole0X")
    assert yaml.safe_load(filled.text) == filled.body
    assert filled.body["a"] == value
    assert filled.body["b"] == {"ArgosyHole0X": 1}


def test_a_line_break_in_a_value_adds_no_field() -> None:
    filled = fill("spec:\n  a: {{ n }}\n  b: x{{ n }}\n", n="a\n  hostNetwork: true")
    assert yaml.safe_load(filled.text)["spec"] == {"a": "a\n  hostNetwork: true", "b": "xa\n  hostNetwork: true"}


def test_a_truth_value_is_written_as_yaml_spells_it() -> None:
    assert fill("a: {{ t }}\nb: {{ t }}{{ f }}\n", t=True, f=False).text.endswith("a: true\nb: truefalse\n")


ALPHABET = [
    *"\n\t\r '\"|>&*!%@`\\[]{},?~=éaB7.\x00\x1b\x85\u2028\ufeff",
    *("\n  ", ": ", " #", "- ", "{{", "}}", "{%", "%}", "<<", "no", "1e3", "0x1", "null", "---", "...", "😀"),
]


def test_hostile_texts_come_back_unchanged(tmp_path: Path) -> None:
    """2,000 texts of awkward pieces, each as a value, a key, a list item, part of a text and deep in a value."""
    (tmp_path / "thing.yaml.j2").write_text(
        HEAD
        + "spec:\n  a: {{ t }}\n  b: x {{ t }} y\n  c:\n    - {{ t }}\n    - k: {{ t }}\n  d: {{ d }}\n"
        + "  e:\n    {{ t }}: 1\n"
    )
    chance = random.Random(7)
    for _ in range(2000):
        text = "".join(chance.choice(ALPHABET) for _ in range(chance.randint(1, 7)))
        spec = yaml.load(_text(tmp_path, text), yaml.CSafeLoader)["spec"]
        assert spec["a"] == text
        assert spec["b"] == f"x {text} y"
        assert spec["c"] == [text, {"k": text}]
        assert spec["d"] == {"l": [text, [text]], "m": {text: {text: text}}}
        assert spec["e"] == {text: 1}


def _text(folder: Path, text: str) -> str:
    deep = {"l": [text, [text]], "m": {text: {text: text}}}
    return load(folder).fill("thing", {"t": text, "d": deep}).text


def test_a_template_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(HEAD)
    folder = tmp_path / "component"
    folder.mkdir()
    (folder / "thing.yaml.j2").symlink_to(tmp_path / "secret")
    with pytest.raises(UserError):
        load(folder).fill("thing", {})


def test_a_template_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thing.yaml.j2").write_bytes(b"a: \xff\n")
    with pytest.raises(TemplateError, match="the template is not UTF-8"):
        load(tmp_path).fill("thing", {})

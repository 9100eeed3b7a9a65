"""What the line reader takes, libyaml and the careful reader read the same, and every node stands where they say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from generator.yamlio import lines
from generator.yamlio.dialects import MANIFEST_DIALECT, VALUES_DIALECT, Dialect
from generator.yamlio.inspection import inspect
from generator.yamlio.places import Composed
from generator.yamlio.read import read_all
from generator.yamlio.sketch import Sketch

KEYS = ("a", "b", "spec", "app.kubernetes.io/name", '"quoted key"', "'it'", "on", "1", "a.b-c_d", "$x", "no", "é")
VALUES = (
    "", "1", "text", "a: b", "x #y", "x # y", "# only", '"q"', "'q'", '"a\\nb"', '"a\\\\b \\"c\\" \\t"',
    "'it''s'", '"open', "[]",
    "{}",
    "[a, 'b']", "{a: 1, b: [2]}", "[a", "{a: 1", "|", "|-", ">", ">-", "|+", "|2", "> # folded", "&a x", "*a",
    "!!str 1", "- 1", "-1", "-", "-x", "? x", "?x", ":x", "x:", "x:y", "http://x/y", "~", "null", "true", "yes",
    "0x1f", "1e3", ".5", "%x", "@x", "`x`", "a\tb", "é ü", "\u2028", "\ufeff", "trailing   ", '"q" # c', "'q' # c",
    '"q" x', "[a] # c", "[a] b", "[a]: b", "{a: 1}: b", "012", "12:30", "2001-01-01", "<<", "=", "a, b", "a] b",
    "a} b", "x 'y' \"z\"", "a#b", "]", ",", "|x", ">x",
)  # fmt: skip
BARE = (
    "",
    "   ",
    "# comment",
    "  # deeper",
    "---",
    "--- # new",
    "--- x",
    "---x",
    "...",
    "%YAML 1.2",
    "text",
    "\t",
    "- ",
    "-",
)
INDENTS = (0, 0, 0, 2, 2, 2, 4, 4, 6, 1, 3)


def block(chance: random.Random) -> str:
    indent = chance.choice(INDENTS)
    dash = chance.choice(("", "", "", "- ", "-   ", "- - "))
    key = chance.choice((*KEYS, "")) if chance.random() < 0.9 else ""
    value = chance.choice(VALUES)
    if not key and not dash:
        return " " * indent + chance.choice(BARE)
    return " " * indent + dash + (f"{key}:{' ' * chance.choice((1, 1, 1, 3))}{value}" if key else value)


def ordered(chance: random.Random) -> list[str]:
    """Lines that mostly fit together: a value is scalar, or the next line goes deeper."""
    found: list[str] = []
    indent = 0
    for number in range(chance.randint(1, 7)):
        value = chance.choice(VALUES) if chance.random() < 0.15 else chance.choice(("x", "1", '"q"', "", "", "|", ">-"))
        dash = "- " if chance.random() < 0.15 else ""
        found.append(f"{' ' * indent}{dash}k{number if chance.random() < 0.9 else 0}: {value}")
        if value in ("|", "|-", ">", ">-"):
            rows = ("text", "- x", " more", "", "k: v", "# no")
            found += [
                " " * (indent + chance.choice((2, 2, 2, 4, 1))) + chance.choice(rows)
                for _ in range(chance.randint(0, 4))
            ]
        if chance.random() < 0.15:
            found.append(chance.choice(BARE if chance.random() < 0.3 else ("", "# comment", "---")))
        indent = (
            max(0, indent + chance.choice((0, 0, 0, 2, 2, -2, -2, -4)))
            if value or dash
            else indent + chance.choice((0, 2, 2))
        )
    return found


def texts(number: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        rows = ordered(chance) if chance.random() < 0.7 else [block(chance) for _ in range(chance.randint(1, 9))]
        made.append("\n".join(rows) + chance.choice(("\n", "\n", "\n", "", "\n\n", "\n  \n")))
    return made


def places_agree(text: str, dialect: Dialect, document: Composed) -> list[str]:
    """Paths whose quick place is another than the careful one."""
    sketch = Sketch(text, dialect)
    wrong = []
    for path, place in document.places.items():
        span = sketch.span(document.line, document.data, path, False)
        if span is not None and span[:2] != (place.line, place.column):
            wrong.append(f"{path}: {span} is not {place}")
        length = len(text[place.start : place.end].rstrip()) if "\n" not in text[place.start : place.end] else 1
        if span is not None and span[2] != max(1, length):
            wrong.append(f"{path}: {span} is not {length} long")
        named = sketch.span(document.line, document.data, path, True)
        if named is not None and place.key_line > 0:
            expected = (place.key_line, place.key_column, place.key_end - place.key_start)
            if named != expected:
                wrong.append(f"key of {path}: {named} is not {expected}")
    return wrong


@pytest.mark.parametrize("dialect", [VALUES_DIALECT, MANIFEST_DIALECT], ids=lambda dialect: dialect.name)
def test_what_is_taken_is_read_as_the_careful_reader_does(dialect: Dialect) -> None:
    accepted = 0
    for text in texts(12_000, seed=11):
        found = lines.compose(text.encode(), text, dialect)
        if found is None or text.startswith("\ufeff"):
            continue
        accurate = inspect(text.encode(), "x", dialect)
        if dialect.strict and (len(found) != 1 or not isinstance(found[0][0], dict)):
            continue
        assert accurate.findings == [], text
        assert [[one.data, one.line] for one in accurate.documents] == found, text
        assert [list(one.data) for one in accurate.documents if isinstance(one.data, dict)] == [
            list(value) for value, _ in found if isinstance(value, dict)
        ], text
        for document in accurate.documents:
            assert places_agree(text, dialect, document) == [], text
        accepted += 1
    assert accepted > 1_000


def test_the_platform_is_read_by_lines() -> None:
    root = Path(__file__).parent.parent
    files = sorted((root / "rendered").rglob("*.yaml"))
    slow = [
        file
        for file in files
        if lines.compose(file.read_bytes(), file.read_text(encoding="utf8"), MANIFEST_DIALECT) is None
    ]
    assert len(files) > 1_000
    assert len(slow) < len(files) / 20, slow[:5]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: |\n  x\n\n  y\n\nb: 1\n", {"a": "x\n\ny\n", "b": 1}),
        ("a: |-\n    x\n      y\nb: 1\n", {"a": "x\n  y", "b": 1}),
        ("a: >-\n  x\n  y\n\n  z\n    more\n  end\n", {"a": "x y\nz\n  more\nend"}),
        ("a: >\n\n  x\n\n\n  y\n", {"a": "\nx\n\ny\n"}),
        ("- a\n- b: 1\n  c:\n  - d\n-   e: 2\n", ["a", {"b": 1, "c": ["d"]}, {"e": 2}]),
        ("a:\n- b\nc:\n  - d\n", {"a": ["b"], "c": ["d"]}),
        ("a:\n# comment\n  b: # one\n    c: 1 # two\nd:\n", {"a": {"b": {"c": 1}}, "d": None}),
        ('a: "x # y"\nb: \'x\'\nc: [1, "]"] # c\nd: {}\n', {"a": "x # y", "b": "x", "c": [1, "]"], "d": {}}),
        ("a: on\n'on': b\n1: c\n", {"a": True, "on": "b", "1": "c"}),
    ],
)
def test_block_yaml(text: str, value: object) -> None:
    found = lines.compose(text.encode(), text, MANIFEST_DIALECT)
    assert found is not None and found[0][0] == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a: &x 1\n",
            "a: *x\n",
            "a: !!str 1\n",
            "a: x\n  y\n",
            'a: "x\n  y"\n',
            "a: [1,\n  2]\n",
            "a:\tb\n",
            "? a\n: b\n",
        ),
        *("%YAML 1.1\n---\na: 1\n", "a: 1\na: 2\n", "a: |2\n  x\n", "a: |\n", "a: |\n  x", "a: b: c\n", "a: - b\n"),
        *("a: 1\r\n", "a: \x07\n", "text\n", "a: .inf\n"),
    ],
)
def test_what_needs_a_parser_is_left_to_it(text: str) -> None:
    assert lines.compose(text.encode(), text, MANIFEST_DIALECT) is None


def test_limits_leave_a_text_to_the_paths_that_name_them() -> None:
    deep = "".join(f"{' ' * n}a:\n" for n in range(101)) + " " * 101 + "b: 1\n"
    long = f"a: {'x' * (VALUES_DIALECT.limits.scalar + 1)}\n"
    many = "".join(f"k{n}: 1\n" for n in range(20_000))
    assert lines.compose(deep.encode(), deep, MANIFEST_DIALECT) is None
    assert lines.compose(long.encode(), long, VALUES_DIALECT) is None
    assert lines.compose(many.encode(), many, VALUES_DIALECT) is None
    flow = f"a: {'[' * 101}{']' * 101}\n"
    assert lines.compose(flow.encode(), flow, MANIFEST_DIALECT) is None


def test_every_key_is_counted_however_it_is_written() -> None:
    text = 'a: {b: 1, "c d": [{e: 2}]}\nf:\n- g: |\n    not: this\n  "h": x\n- i\n'
    keys: set[str] = set()
    assert lines.compose(text.encode(), text, VALUES_DIALECT, keys=keys)
    assert keys == {"a", "b", "c d", "e", "f", "g", "h"}


def test_a_document_alone_in_its_file_knows_its_keys() -> None:
    (alone,) = read_all(b"a: {b: [{c: 1}]}\nd:\n  e: |\n    x: y\n", "a.yaml")
    assert alone.keys == {"a", "b", "c", "d", "e"}
    parsed, *_ = read_all(b"a: &x {b: 1}\n", "a.yaml")
    assert parsed.keys is None
    assert [document.keys for document in read_all(b"a: 1\n---\nb: 1\n", "a.yaml")] == [None, None]


def test_a_place_is_looked_for_in_its_own_document() -> None:
    text = "x: 0\na: 1\nb: [1]\n---\nx: 0\na: 2\nc:\n- 1\n- d: 3\n  e: 4\n"
    for dialect in (VALUES_DIALECT, MANIFEST_DIALECT):
        for document in inspect(text.encode(), "x", MANIFEST_DIALECT).documents:
            assert places_agree(text, dialect, document) == []
    first, second = read_all(text.encode(), "x")
    assert (first.position(("a",)), second.position(("a",))) == ((2, 4), (6, 4))
    assert second.position(("c", 1, "e")) == (10, 6)


def test_places_of_many_items_take_time_by_their_number() -> None:
    text = "a:\n" + "".join(f"- b: {n}\n" for n in range(5_000))
    (document,) = read_all(text.encode(), "x")
    assert [document.position(("a", n, "b"))[0] for n in range(5_000)] == list(range(2, 5_002))

"""The editor: one node changes, every other byte stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import UserError
from generator.yamlio.edit import append, remove, set_value
from generator.yamlio.read import Document, read

TEXT = """\
# head
replicas: 1   # one
resources:  # sized in May
  requests: {cpu: 100m, memory: 128Mi}   # flow

  # the limit
  limits:
    memory: 256Mi
ports:
- name: http   # first
  port: 80
- name: grpc
  port: 90
args:
  - --verbose
  - 'quoted'
script: |
  echo one
  echo two

# the last part
note:
empty: {}
"""


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came, between the equal lines above and below."""
    old, new = before.split("\n"), after.split("\n")
    top = 0
    while top < min(len(old), len(new)) and old[top] == new[top]:
        top += 1
    end = 0
    while end < min(len(old), len(new)) - top and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[top : len(old) - end], new[top : len(new) - end]


@pytest.mark.parametrize(
    ("path", "value", "went", "came"),
    [
        (("replicas",), 3, ["replicas: 1   # one"], ["replicas: 3   # one"]),
        (("replicas",), "no", ["replicas: 1   # one"], ['replicas: "no"   # one']),
        (("replicas",), {"min": 1, "max": 2}, ["replicas: 1   # one"], ["replicas:   # one", "  min: 1", "  max: 2"]),
        (
            ("resources", "requests", "cpu"),
            "250m",
            ["  requests: {cpu: 100m, memory: 128Mi}   # flow"],
            ['  requests: {cpu: "250m", memory: 128Mi}   # flow'],
        ),
        (
            ("resources", "requests", "storage"),
            "a, b",
            ["  requests: {cpu: 100m, memory: 128Mi}   # flow"],
            ['  requests: {cpu: 100m, memory: 128Mi, storage: "a, b"}   # flow'],
        ),
        (("resources", "limits", "cpu"), 1, [], ["    cpu: 1"]),
        (("resources", "limits"), {}, ["  limits:", "    memory: 256Mi"], ["  limits: {}"]),
        (("ports", 0, "name"), "web", ["- name: http   # first"], ["- name: web   # first"]),
        (("ports", 2), {"name": "x", "port": 1}, [], ["- name: x", "  port: 1"]),
        (("args", 1), "it's", ["  - 'quoted'"], ["  - 'it''s'"]),
        (("args", 2), ["a", ["b"]], [], ["  - - a", "    - - b"]),
        (("script",), "echo three\n", ["  echo one", "  echo two"], ["  echo three"]),
        (("note",), "some words", ["note:"], ["note: some words"]),
        (("note", "deep", "er"), True, [], ["  deep:", "    er: true"]),
        (("empty", "key"), ["x"], ["empty: {}"], ["empty:", "  key:", "  - x"]),
        (("brand", "new"), "x", [], ["brand:", "  new: x"]),
    ],
)
def test_setting_a_value_changes_its_own_lines_only(path: Any, value: Any, went: list[str], came: list[str]) -> None:
    assert changed(TEXT, set_value(TEXT, path, value)) == (went, came)


@pytest.mark.parametrize(
    ("path", "went", "came"),
    [
        (("replicas",), ["replicas: 1   # one"], []),
        (("resources", "limits"), ["  limits:", "    memory: 256Mi"], []),
        (("resources", "limits", "memory"), ["  limits:", "    memory: 256Mi"], ["  limits: {}"]),
        (
            ("resources", "requests", "cpu"),
            ["  requests: {cpu: 100m, memory: 128Mi}   # flow"],
            ["  requests: {memory: 128Mi}   # flow"],
        ),
        (
            ("resources", "requests", "memory"),
            ["  requests: {cpu: 100m, memory: 128Mi}   # flow"],
            ["  requests: {cpu: 100m}   # flow"],
        ),
        (("ports", 0), ["- name: http   # first", "  port: 80"], []),
        (("ports", 0, "name"), ["- name: http   # first", "  port: 80"], ["- port: 80"]),
        (("ports", 1, "port"), ["  port: 90"], []),
        (("args", 0), ["  - --verbose"], []),
        (("script",), ["script: |", "  echo one", "  echo two"], []),
        (("empty",), ["empty: {}"], []),
    ],
)
def test_removing_an_entry_removes_its_own_lines_only(path: Any, went: list[str], came: list[str]) -> None:
    assert changed(TEXT, remove(TEXT, path)) == (went, came)


def test_appending_keeps_the_column_of_the_dashes() -> None:
    assert changed(TEXT, append(TEXT, ("args",), "--quiet")) == ([], ["  - --quiet"])
    assert changed(TEXT, append(TEXT, ("ports",), {"name": "x"})) == ([], ["- name: x"])


def test_carriage_returns_and_a_missing_last_newline_survive() -> None:
    assert set_value("a: 1\r\nb:\r\n  c: x", ("b", "d"), "y z") == "a: 1\r\nb:\r\n  c: x\r\n  d: y z"
    assert remove("a: 1 # x\r\nb: 2\r\n", ("a",)) == "b: 2\r\n"


def test_the_last_entry_of_a_file_leaves_an_empty_mapping() -> None:
    assert remove("# top\na: 1\n# end\n", ("a",)) == "# top\n{}\n# end\n"
    assert set_value("# top\n{}\n", ("a", "b"), 1) == "# top\na:\n  b: 1\n"


@pytest.mark.parametrize(
    ("text", "path", "value", "message"),
    [
        ("a: 1\n", ("a", "b"), 1, "cannot edit /a/b: there is no such place"),
        ("a: [1]\n", ("a", 5), 1, "cannot edit /a/5: there is no such place"),
        ("? a\n: 1\n", ("a",), 2, "cannot edit /a: the key is written with a question mark"),
        ("a: 1\n", (), 2, "cannot edit /: the whole document cannot be set"),
        ("a: 1\r\nb: 2\n", ("a",), 2, "cannot edit: the file mixes line ends"),
        ("a: 1\n", ("b",), float("nan"), "cannot edit /b: the result would not be what was asked for"),
        ("a: 1\n", ("b",), 1 << 60, "cannot edit /b: the result would not be what was asked for"),
        ("a: &x 1\n", ("b",), 1, "anchor &x is not allowed"),
    ],
)
def test_what_cannot_be_done_safely_is_refused(text: str, path: Any, value: Any, message: str) -> None:
    with pytest.raises(UserError) as refused:
        set_value(text, path, value, "values.yaml")
    assert refused.value.message == message
    assert refused.value.origin is not None and refused.value.origin.file == "values.yaml"


def test_removing_an_entry_never_takes_a_comment_of_another() -> None:
    text = "a:\n- b: 1\n  # about c\n  c: 2\n"
    with pytest.raises(UserError, match="a comment stands in between"):
        remove(text, ("a", 0, "b"))


WORDS = st.sampled_from(["web", "no", "it's", "a, b", "x: y", "# z", "", "12:30", "caf\u00e9", "two\nlines\n", " lead"])
SCALARS = st.one_of(WORDS, st.integers(-9, 99), st.booleans(), st.none(), st.sampled_from([0.5, 1.25]))
KEYS = st.sampled_from(["a", "b", "c d", "no", "x/y", "web", "1"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3))
)
SECOND = """\
top: {a: 1, b: [x, "y: z", {c: d}]} # flow
list:
    # before
    - one   # 1
    -
      k: v
      # in between
      l:
      - - deep
        - |-
          block
    - "two
      lines"
# tail
end: >
    folded
    text
web:
    web:
        web: 5
"""


def paths(document: Document) -> list[Any]:
    return sorted((path for path in document.places if path), key=repr)


def untouched(text: str, document: Document, path: Any) -> list[str]:
    """The lines outside of the edited entry and of its ancestors' own lines."""
    taken: set[int] = set()
    spans = [place for at, place in document.places.items() if at[: len(path)] == path]
    first = min(min(place.line, place.key_line if place.key_line > 0 else place.line) for place in spans)
    last = max(text.count("\n", 0, place.end) for place in spans) + 1
    lines = text.split("\n")
    while (
        isinstance(path[-1], int) and "flow" not in lines[first - 1] and not lines[first - 1].lstrip().startswith("-")
    ):
        first -= 1
    taken.update(range(first, last + 1))
    taken.update(place.key_line for at, place in document.places.items() if path[: len(at)] == at)
    return [line for number, line in enumerate(lines, 1) if number not in taken and line.strip()]


def in_order(wanted: list[str], found: list[str]) -> bool:
    """A first entry that goes hands its dash to the next one, so dashes do not count."""
    rest = iter([line.lstrip(" -") for line in found])
    return all(line.lstrip(" -") in rest for line in wanted)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.sampled_from([TEXT, SECOND]), st.data())
def test_any_edit_reads_back_and_leaves_the_other_lines(text: str, choice: st.DataObject) -> None:
    document = read(text.encode(), "values.yaml")
    path = choice.draw(st.sampled_from(paths(document)))
    verb = choice.draw(st.sampled_from(["set", "remove", "add"]))
    value = choice.draw(VALUES)
    if verb == "add":
        path = (*path, choice.draw(KEYS))
    try:
        after = remove(text, path) if verb == "remove" else set_value(text, path, value)
    except UserError as refused:
        assert refused.findings[0].rule == "yaml-edit"
        return
    found: Any = read(after.encode(), "values.yaml").data
    parent = path[:-1] if path in document.places or verb == "add" else path
    assert in_order(untouched(text, document, path if path in document.places else parent), after.split("\n"))
    for part in path if verb != "remove" else parent:
        found = found[part]
    if verb != "remove":
        assert found == value and type(found) is type(value)

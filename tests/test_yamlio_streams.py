"""Foreign manifests: read as Go's reader does, document by document."""

from __future__ import annotations

from typing import Any

import pytest

from generator.yamlio.read import Stream, read_all


def stream(text: str) -> Stream:
    return read_all(text.encode(), "bundle.yaml")


def data(text: str) -> list[Any]:
    found = stream(text)
    assert found.findings == ()
    return [document.data for document in found]


def findings(text: str) -> list[str]:
    return [f"{f.origin.line}:{f.origin.column} {f.rule}: {f.message}" for f in stream(text).findings if f.origin]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("Off", False),
        ("y", True),
        ("N", False),
        ("oN", "oN"),
        ("True", True),
        ("~", None),
        ("", None),
        ("Null", None),
        ("012", 10),
        ("0o17", 15),
        ("0O17", 15),
        ("08", 8.0),
        ("0x1F", 31),
        ("0b101", 5),
        ("-0b101", -5),
        ("1_000", 1000),
        ("1e3", 1000.0),
        ("1234e10", 1.234e13),
        ("6063e25", 6.063e28),
        (".5", 0.5),
        (".4_15", 0.415),
        ("1.10", 1.1),
        ("9007199254740993", 9007199254740993),
        ("18446744073709551615", 18446744073709551615),
        ("18446744073709551616", 1.8446744073709552e19),
        ("1e999", "1e999"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        ("=", "="),
        ("<<", "<<"),
        ("100m", "100m"),
        ('"no"', "no"),
        ("!!str 012", "012"),
        ('!!int "12"', 12),
        ("!!float 3", 3.0),
        ("!!binary aGk=", "hi"),
        ("!vault x", "x"),
    ],
)
def test_a_scalar_is_what_go_reads(text: str, value: Any) -> None:
    (found,) = data(f"v: {text}\n")
    assert found == {"v": value}
    assert type(found["v"]) is type(value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("on", "true"),
        ("n", "false"),
        ("012", "10"),
        ("1e3", "1000"),
        ("1e6", "1e+06"),
        ("0.1", "0.1"),
        ("2024-01-01", "2024-01-01"),
    ],
)
def test_a_key_becomes_the_text_that_go_makes_of_it(text: str, key: str) -> None:
    assert data(f"{text}: 1\n") == [{key: 1}]


def test_documents_without_content_are_left_out_and_places_stay_right() -> None:
    found = stream("# only a comment\n---\n---\na: 1\n---\n# nothing\n---\nb:\n- x\n...\n")
    assert [(document.data, document.line) for document in found] == [({"a": 1}, 3), ({"b": ["x"]}, 7)]
    assert [document.position(path) for document, path in zip(found, (("a",), ("b", 0)), strict=True)] == [
        (4, 4),
        (9, 3),
    ]
    assert len(found) == 2


def test_a_broken_document_does_not_stop_the_others() -> None:
    text = "a: 1\n---\nb: [1,\nc: 2\n---\nd: 3\n---\n\t@\n---\ne: 1\ne: 2\n---\nf: 4\n"
    found = stream(text)
    assert [(document.data, document.line) for document in found] == [({"a": 1}, 1), ({"d": 3}, 5), ({"f": 4}, 12)]
    assert findings(text) == [
        "3:4 yaml-parse-error: bracket [ opened at 3:4 is not closed before 5:1",
        "8:1 yaml-parse-error: tab used as indentation",
        '11:1 yaml-duplicate-key: duplicate key "e"; first at line 10',
    ]
    assert found.documents[2].position(("f",)) == (13, 4)


def test_an_unclosed_quote_ends_at_the_next_document() -> None:
    found = stream('a: "x\n---\nb: 1\n')
    assert [document.data for document in found] == [{"b": 1}]
    assert findings('a: "x\n---\nb: 1\n') == ['1:4 yaml-parse-error: quote " opened at 1:4 is not closed before 2:1']


def test_a_file_of_nothing_but_broken_documents_ends() -> None:
    assert len(stream("@\n---\n" * 2_000).findings) == 200


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", '2:1 yaml-duplicate-key: duplicate key "a"; first at line 1'),
        ('1: x\n"1": y\n', '2:1 yaml-duplicate-key: duplicate key "1"; first at line 1'),
        ("null: x\n", "1:1 yaml-key: key must be text, not null: 'null'"),
        ("[a]: x\n", "1:1 yaml-key: key must be text, not a list or a mapping"),
        ("a: .nan\n", "1:4 yaml-scalar: '.nan' has no JSON form"),
        ("a: -.inf\n", "1:4 yaml-scalar: '-.inf' has no JSON form"),
        ("a: !!int x\n", "1:4 yaml-tag: the value does not fit its tag !!int"),
        ("a: !!binary \u00e9\n", "1:4 yaml-tag: the value does not fit its tag !!binary"),
        ("a: *b\n", "1:4 yaml-anchor: alias *b has no anchor"),
        ("a: &b [*b]\n", "1:8 yaml-anchor: alias *b stands inside what it names"),
        ("a: &b 1\nc:\n  <<: *b\n", "3:7 yaml-merge: a merge key needs a mapping or a list of them"),
        ("a: \x07\n", "1:4 yaml-character: control character \\x07"),
        ("a: b: c\n", "1:5 yaml-parse-error: a colon where no key can stand"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, message: str) -> None:
    assert findings(text) == [message]
    assert stream(text).documents == ()


def test_aliases_and_merge_keys_are_expanded_as_go_does() -> None:
    text = "base: &b {x: 1, w: [2]}\nuse:\n  <<: *b\n  x: 3\nlist:\n  - *b\nmany:\n  <<: [*b, {x: 9, z: 8}]\n"
    assert data(text) == [
        {
            "base": {"x": 1, "w": [2]},
            "use": {"x": 3, "w": [2]},
            "list": [{"x": 1, "w": [2]}],
            "many": {"x": 1, "w": [2], "z": 8},
        }
    ]


def test_keys_that_differ_in_case_or_unicode_form_are_two_keys() -> None:
    assert data("a: 1\nA: 2\ncaf\u00e9: 3\ncafe\u0301: 4\n") == [{"a": 1, "A": 2, "caf\u00e9": 3, "cafe\u0301": 4}]


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "expands to more than 100000 nodes"),
        ("t: &t " + "x" * 100_000 + "\nl: [" + "*t, " * 10_000 + "]\n", "expands to more than 4194304 characters"),
        ("a: " + "[" * 200 + "]" * 200 + "\n", "nesting deeper than 100"),
        ("[" * 20_000, "nesting deeper than 100"),
        ("{" * 20_000, "nesting deeper than 100"),
        ('{"a":' * 20_000, "nesting deeper than 100"),
        ("a: " + "x" * 4_200_000, "scalar of 4200000 characters; limit 4194304"),
        (" " * 17_000_000, "file is 17000000 bytes; limit 16777216"),
    ],
)
def test_a_bomb_is_a_finding(text: str, message: str) -> None:
    found = stream(text)
    assert [f.message for f in found.findings][:1] == [message]
    assert found.documents == ()


def test_a_byte_order_mark_and_carriage_returns_are_accepted() -> None:
    assert data("\ufeffa: 1\r\nb: x\r\n") == [{"a": 1, "b": "x"}]
    assert stream("\ufeffa: 1\r\nb: x\r\n").documents[0].position(("b",)) == (2, 4)


def test_bytes_that_are_no_text_are_a_finding() -> None:
    found = read_all(b"a: \xff\n", "bundle.yaml")
    assert [(str(f.origin), f.message) for f in found.findings] == [
        ("bundle.yaml:1:4", "not UTF-8: byte 0xff (truncated or broken sequence)")
    ]


def test_json_that_is_no_yaml_is_read_as_json() -> None:
    text = '{\n\n\t"a": "\\ud83d\\ude00",\n\t"b": "\\ud800",\n\t"c": "x\\/y\\ttab",\n\t"d": [1e3, -0.5]\n}\n'
    found = stream(text)
    assert found.findings == ()
    assert found.documents[0].data == {
        "a": "\U0001f600", "b": "\ufffd", "c": "x/y\ttab", "d": [1000.0, -0.5],
    }  # fmt: skip
    assert found.documents[0].position(("d", 1)) == (6, 13)


def test_json_values_may_follow_one_another() -> None:
    assert data('{"a": 1}\n{"b": 2}\n') == [{"a": 1}, {"b": 2}]


def test_the_same_key_twice_in_json_is_a_finding() -> None:
    assert findings('{"a": "\\ud83d\\ude00",\n "a": 2}') == [
        '2:2 yaml-duplicate-key: duplicate key "a"; first at line 1'
    ]


def test_a_list_of_objects_is_left_to_the_caller() -> None:
    assert data("kind: List\nitems:\n- kind: Service\n") == [{"kind": "List", "items": [{"kind": "Service"}]}]

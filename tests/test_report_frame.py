"""Frames: what is underlined, how far, and what is hidden."""

from __future__ import annotations

import time

import pytest

from generator.report.frame import Mark, frame, token_length, visible
from generator.report.secrets import secret_spans


def test_two_marks_of_one_file_stand_in_one_frame() -> None:
    lines = ["a: 1", "b: {c: 2}", "d: 3"]
    marks = [Mark(3, 1, note="this"), Mark(2, 4, note="and that", main=False)]
    assert frame(lines, marks) == [
        "  |",
        "2 | b: {c: 2}",
        "  |    ------ and that",
        "3 | d: 3",
        "  | ^^^^ this",
    ]


@pytest.mark.parametrize(
    ("line", "column", "length"),
    [
        ("a: value # why", 4, 5),
        ("a: 'it''s' # x", 4, 7),
        ('a: "q\\"x" b', 4, 6),
        ("a: {b: [1, 2], c: 3} # x", 4, 17),
        ("a: {b: text, c: 3}", 8, 4),
        ("key: value", 1, 10),
        ("key:", 1, 3),
        ("", 1, 1),
        ("a: {b: [1,", 4, 7),
    ],
)
def test_the_token_at_a_column_is_underlined(line: str, column: int, length: int) -> None:
    assert token_length(line, column - 1) == length


def test_carets_stand_below_wide_characters_and_escapes() -> None:
    assert frame(["日本\x1b: x"], [Mark(1, 6)]) == ["  |", "1 | 日本\\x1b: x", "  |           ^"]


def test_a_long_line_is_shown_around_the_mark() -> None:
    line = "x" * 500 + " here"
    drawn = frame([line], [Mark(1, 502, 4)], width=80)
    assert drawn[1] == "1 | …" + "x" * 38 + " here"
    assert drawn[1].index("here") == drawn[2].index("^^^^")


def test_a_line_that_is_not_there_gives_no_frame() -> None:
    assert frame(["a"], [Mark(7, 1)]) == []


def test_characters_that_act_on_a_terminal_are_written_out() -> None:
    assert visible("a\tb\x1b[2J\u202e\udce9é") == "a\\tb\\x1b[2J\\u202e\\ufffdé"


@pytest.mark.parametrize(
    "line",
    [
        "password: hunter2",
        "  dbPassword: 'hunter2'",
        "- {name: API_TOKEN, value: hunter2}",
        "url: https://user:hunter2@example.com/x",
        '{"apiKey": "hunter2", "a": 1}',
        "connection_string: hunter2;x=1",
        "x: ghp_hunter2hunter2hunter2hunter2",
    ],
)
def test_a_secret_is_not_shown(line: str) -> None:
    drawn = "\n".join(frame([line], [Mark(1, 1)]))
    assert "hunter2" not in drawn and "***" in drawn


def test_an_environment_variable_on_two_lines_is_hidden_by_its_name() -> None:
    lines = ["env:", "- name: DB_PASSWORD", "  value: hunter2", "- name: MODE", "  value: fast"]
    assert secret_spans(lines) == {2: [(9, 16)]}


def test_the_data_of_a_secret_is_hidden_whatever_its_keys_say() -> None:
    lines = ["kind: Secret", "stringData:", "  host: db", "type: Opaque", "---", "kind: ConfigMap", "data:", "  a: b"]
    assert secret_spans(lines) == {2: [(8, 10)]}


def test_a_block_below_a_secret_key_and_a_private_key_are_hidden() -> None:
    lines = [
        "token: |",
        "  abc",
        "  def",
        "x: |",
        "  -----BEGIN RSA PRIVATE KEY-----",
        "  MII",
        "  -----END RSA PRIVATE KEY-----",
    ]
    assert sorted(secret_spans(lines)) == [1, 2, 4, 5, 6]


@pytest.mark.parametrize(
    "line",
    ["secretName: web-tls", "tokenPath: /var/run", "passwordSecretRef: {name: x}", "secretStoreRef:", "maxTokens: 4096",
     "secretKey: DB_PASSWORD", "image: nginx@sha256:abc", "secrets: {}"],
)  # fmt: skip
def test_names_of_secrets_are_shown(line: str) -> None:
    assert secret_spans([line]) == {}


@pytest.mark.parametrize(
    "part", ["eyJ", "://", " ", '{"password": "x", ', "{name: a, value: b}, ", "# ", "'", "[{", "-----BEGIN PRIVATE "]
)
def test_a_line_as_long_as_a_file_is_framed_in_linear_time(part: str) -> None:
    def seconds(size: int) -> float:
        line = (part * (size // len(part) + 1))[:size]
        started = time.process_time()
        frame([line], [Mark(1, size // 2)])
        return time.process_time() - started

    assert seconds(400_000) < 2

"""Where texts that may be secrets stand, and what names them."""

from __future__ import annotations

import time

import pytest

from generator.facts.secret_places import Named, pairs, strings, tree


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("a: b\npassword: hunter22\n", [(1, "a", "b"), (2, "password", "hunter22")]),
        ("db.password=hunter22", [(1, "db.password", "hunter22")]),
        ('{"token": "x y", "n": 1}', [(1, "token", "x y"), (1, "n", "1")]),
        ("- name: DB_PASSWORD\n  value: hunter22", [(1, "name", "DB_PASSWORD"), (2, "DB_PASSWORD", "hunter22")]),
        ("env: [{name: A, value: b}]", [(1, "name", "A"), (1, "A", "b")]),
        ("# password: hunter22\n// a: b\n; c=d", []),
        ("password = os.getenv('DB')", []),
        ("password: {secretKeyRef: x}", [(1, "secretKeyRef", "x")]),
        ("password: |\n  x", []),
    ],
)
def test_the_named_texts_of_a_configuration_file(content: str, found: list[tuple[int, str, str]]) -> None:
    assert list(pairs(content)) == found


def test_a_variable_is_named_by_its_name_and_a_key_of_a_secret_names_nothing() -> None:
    values = {
        "env": [{"name": "DB_PASSWORD", "value": "hunter22"}],
        "auth": {"password": "hunter22", "list": ["a"]},
        "data": [{"secretKey": "password", "remoteRef": {"key": "a"}}],
    }
    assert list(tree(values, ("v",))) == [
        Named("name", "DB_PASSWORD", ("v", "env", 0, "name")),
        Named("DB_PASSWORD", "hunter22", ("v", "env", 0, "value")),
        Named("password", "hunter22", ("v", "auth", "password")),
        Named("", "a", ("v", "auth", "list", 0)),
        Named("key", "a", ("v", "data", 0, "remoteRef", "key")),
    ]


def test_every_text_of_a_body_has_its_path() -> None:
    assert list(strings({"a": [{"b": "c"}, 1, "d"]})) == [(("a", 0, "b"), "c"), (("a", 2), "d")]


def test_long_and_deep_input_costs_little_time() -> None:
    deep: object = "x"
    for _ in range(5000):
        deep = {"a": deep}
    start = time.perf_counter()
    assert list(strings(deep)) == [] and list(tree(deep, ())) == []
    list(pairs("password=" * 50_000))
    list(pairs("{" * 100_000))
    list(pairs("a\n" * 200_000))
    assert time.perf_counter() - start < 3

"""Texts that look like secrets. None of them is one."""

from __future__ import annotations

import pytest

from generator.facts.secret_text import decoded, form, literal, secret_name


@pytest.mark.parametrize(
    "name", ["PASSWORD", "DB_PASSWORD", "clientSecret", "api-key", "github.token", "DSN", "AWS_SECRET_ACCESS_KEY"]
)
def test_names_of_secrets(name: str) -> None:
    assert secret_name(name)


@pytest.mark.parametrize(
    "name", ["SECRET_NAME", "TOKEN_TTL", "PASSWORD_FILE", "KEY", "TOKENIZER", "PWD", "passwordPolicy"]
)
def test_names_of_other_things(name: str) -> None:
    assert not secret_name(name)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("AKIA" + "A1" * 8, "an AWS access key"),
        ("ghp_" + "a1" * 18, "a GitHub token"),
        ("xoxb-" + "1" * 12, "a Slack token"),
        ("-----BEGIN PRIVATE KEY-----", "a private key"),
        ("see redis://:x@h and amqp://u:secret@mq/v", "a password in a URL"),
        ("eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20, "a signed token"),
        ("https://example.com/a@b:c", ""),
        ("postgres://app:$(PASSWORD)@db", ""),
        ("-----BEGIN CERTIFICATE-----", ""),
        ("info", ""),
    ],
)
def test_forms_of_secrets(value: str, what: str) -> None:
    assert form(value) == what


@pytest.mark.parametrize("value", ["hunter22", "correct-horse", "changeme"])
def test_literals(value: str) -> None:
    assert literal(value)


@pytest.mark.parametrize(
    "value",
    ["", "true", "30", "$(A)", "${A}", "{{ a }}", "/run/a", "a.pem", "<redacted>", "vault:a#b", "two words", "***"],
)
def test_what_is_no_literal(value: str) -> None:
    assert not literal(value)


def test_base64_is_strict_but_may_be_wrapped() -> None:
    assert decoded("aHVudGVy\nMjI=\n") == b"hunter22"
    assert decoded("hunter2!") is None
    assert decoded("é") is None

"""Texts that look like secrets. None of them is one."""

from __future__ import annotations

import pytest

from generator.facts.secret_text import (
    decoded,
    form,
    hinted,
    judged,
    literal,
    masked,
    secret_name,
    senseless,
    suspicious_name,
)


@pytest.mark.parametrize(
    "name", ["PASSWORD", "DB_PASSWORD", "clientSecret", "api-key", "github.token", "DSN", "AWS_SECRET_ACCESS_KEY"]
)
def test_names_of_secrets(name: str) -> None:
    assert secret_name(name)


@pytest.mark.parametrize(
    "name",
    ["SECRET_NAME", "TOKEN_TTL", "PASSWORD_FILE", "KEY", "TOKENIZER", "PWD", "passwordPolicy", "PUBLISHABLE_KEY"],
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
        ("sk-ant-" + "aB3" * 12, "an API key of a model service"),
        ("glpat-" + "a1" * 10, "a GitLab token"),
        ("hvs." + "a1" * 12, "a Vault token"),
        ("SG." + "a1" * 10 + "." + "b2" * 10, "a SendGrid key"),
        ("npm_" + "a1" * 18, "a package registry token"),
        ("AccountName=x;AccountKey=" + "a1" * 30 + "==;", "an Azure access key"),
        ("Authorization: Bearer " + "a1" * 12, "an Authorization header"),
        ("Basic troubleshooting of internationalization", ""),
        ("task-orchestrator-sk-1", ""),
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
    [
        "",
        "https://0123456789abcdef@o1.ingest.sentry.io/1",
        "true",
        "30",
        "30s",
        "$oidc.client",
        "shop/db#password",
        "op://a/b",
        "env:TOKEN",
        "$(A)",
        "${A}",
        "{{ a }}",
        "/run/a",
        "a.pem",
        "<redacted>",
        "vault:a#b",
        "two words",
        "***",
    ],
)
def test_what_is_no_literal(value: str) -> None:
    assert not literal(value)


def test_base64_is_strict_but_may_be_wrapped() -> None:
    assert decoded("aHVudGVy\nMjI=\n") == b"hunter22"
    assert decoded("hunter2!") is None
    assert decoded("é") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter22"),
        ("DB_PASSWORD_PROD", "hunter22"),
        ("db.password", "hunter22"),
        ("vendor.example.com/api-key", "hunter22"),
        ("PGPASSWORD", "hunter22"),
        ("client-secret", "web-app"),
        ("SIGNING_KEY", "q8Zr2Lw9Xk4Tn6Vb1Mc3"),
        ("cookieSalt", "q8Zr2Lw9Xk4Tn6Vb1Mc3"),
        ("anything", "AKIA" + "A1" * 8),
    ],
)
def test_what_stands_in_the_clear(name: str, value: str) -> None:
    assert judged(name, value)
    assert value not in judged(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("image", "shop/web@sha256:" + "0a" * 32),
        ("commit", "6063e25d0b6d1ddaa24bfd2c0bf1a8b1d9d3a6f1"),
        ("checksum/secret", "0a" * 32),
        ("checksum/config", "9f" * 32),
        ("caBundle", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM="),
        ("secretName", "web-tls"),
        ("existingSecret", "db2"),
        ("imagePullSecret", "regcred"),
        ("secret", "db-credentials"),
        ("passwordSecretRef", "db"),
        ("DB_PASSWORD", "$(PASSWORD)"),
        ("DB_PASSWORD", "${PASSWORD}"),
        ("PASSWORD_FILE", "/run/secrets/db"),
        ("REQUIRE_PASSWORD", "true"),
        ("TOKEN_TTL", "3600"),
        ("AWS_ACCESS_KEY_ID_NAME", "web"),
        ("publicKey", "q8Zr2Lw9Xk4Tn6Vb1Mc3"),
        ("cacheKey", "0a" * 16),
        ("partition.key", "orders-by-customer-and-region"),
        ("key", "3f2b8c1e-0d4a-4e6f-9a7b-5c8d1e2f3a4b"),
        ("hostKey", "a.very.long.internal.example.com"),
    ],
)
def test_what_is_no_secret(name: str, value: str) -> None:
    assert judged(name, value) == ""


def test_two_hundred_digests_hashes_and_references_are_no_secrets() -> None:
    import hashlib

    digests = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(50)]
    lines = [("digest", f"sha256:{d}") for d in digests] + [("revision", d[:40]) for d in digests]
    lines += [("KEY_HASH", d) for d in digests] + [("tokenSecretRef", d[:12]) for d in digests]
    assert [row for row in lines if judged(*row)] == []


def test_only_the_public_beginning_of_a_token_is_told() -> None:
    assert masked("AKIA" + "A1" * 8) == " (AKIA…)"
    assert masked("hunter22") == ""
    assert judged("KEY", "see ghp_" + "a1" * 18) == "holds a GitHub token (ghp_…)"


def test_random_texts_have_no_words() -> None:
    assert senseless("q8Zr2Lw9Xk4Tn6Vb1Mc3") and senseless("dGhpcyBpcyBhIHNlY3JldCBrZXk5")
    assert not any(
        map(senseless, ["artemis-orchestrator-v2", "internationalization", "short1", "web_search_2_results"])
    )
    assert suspicious_name("ENCRYPTION_KEY") and not suspicious_name("publicKey") and not suspicious_name("MODE")


HINTS = (
    *("AKIA", "ASIA", "AIza", "AGE-SECRET", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "k_live_", "whsec_"),
    *("hf_", "npm_", "_v1_", "glsa_", "glc_", "glpat-", "xox", "xapp-", "hooks.slack", "/webhooks/", "GOCSPX-", "sk-"),
    *("SG.", "pypi-", "hvs.", "Key=", "eyJ"),
)


@pytest.mark.parametrize("hint", [*HINTS, "PRIVATE KEY", "Bearer ", "Basic ", "postgres://app:x@db"])
def test_the_quick_look_misses_no_hint(hint: str) -> None:
    assert hinted(hint)
    assert hinted(f"a_A k-x={hint}.y")


@pytest.mark.parametrize("text", ["", "svc_0001", "name: A b", "max-k", "a@b.example", "https://a.test/A_k", "KIA"])
def test_the_quick_look_passes_over_most_texts(text: str) -> None:
    assert not hinted(text)

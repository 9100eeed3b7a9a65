"""Masking: secrets never reach a printed difference, digests and references do."""

from __future__ import annotations

import pytest

from generator.rendered.mask import masked


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("password: hunter2", "password: ***"),
        ("  dbPassword: 'x y'", "  dbPassword: ***"),
        ('  "api-key": abc', '  "api-key": ***'),
        ("  - token: abc", "  - token: ***"),
        ("  clientSecret: abc", "  clientSecret: ***"),
        ("  secretName: cart-tls", "  secretName: cart-tls"),
        ("  passwordSecretRef: x", "  passwordSecretRef: x"),
        ("  automountServiceAccountToken:", "  automountServiceAccountToken:"),
        ("  image: app@sha256:0123456789abcdef", "  image: app@sha256:0123456789abcdef"),
        ("  key: AKIAIOSFODNN7EXAMPLE", "  key: ***"),
        ("  args: [--t=ghp_0123456789012345678901234]", "  args: [--t=***]"),
        ("  url: postgres://bob:hunter2@db/x", "  url: postgres://***@db/x"),
        ("  jwt: eyJhbGciOiJI.eyJzdWIiOiIx.abc", "  jwt: ***"),
        ("  bell: a\x07b", "  bell: a\\x07b"),
        ("  bidi: \u202eabc", "  bidi: \\x202eabc"),
    ],
)
def test_a_line(line: str, shown: str) -> None:
    assert masked(line + "\n") == [shown]


def test_the_value_below_a_suspect_name() -> None:
    text = "env:\n  - name: DB_PASSWORD\n    value: hunter2\n  - name: LEVEL\n    value: debug\n"
    assert masked(text)[2] == "    value: ***" and masked(text)[4] == "    value: debug"


def test_everything_in_a_secret() -> None:
    text = "kind: Secret\nmetadata:\n  name: x\ndata:\n  a: eA==\n  b: |\n    line\ntype: Opaque\n"
    assert masked(text) == [
        "kind: Secret",
        "metadata:",
        "  name: x",
        "data:",
        "  a: ***",
        "  b: ***",
        "***",
        "type: Opaque",
    ]


def test_a_key_in_a_block() -> None:
    text = "a: |\n  -----BEGIN PRIVATE KEY-----\n  MIIE\n  -----END PRIVATE KEY-----\nb: 1\n"
    assert masked(text) == ["a: |", "***", "***", "***", "b: 1"]

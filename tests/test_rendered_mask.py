"""Masking: secrets never reach a printed difference, digests and references do."""

from __future__ import annotations

import subprocess
import sys

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
        ("  jwt: [eyJhbGciOiJI.eyJzdWIiOiIx.abc, x]", "  jwt: [***, x]"),
        ("  data: eyJhbGciOiJIUzI1NiJ9", "  data: eyJhbGciOiJIUzI1NiJ9"),
        ("  file: keyJsonMapping.v1", "  file: keyJsonMapping.v1"),
        ("  run: eyJhbGciOiJI-ghp_0123456789012345678901234", "  run: eyJhbGciOiJI-***"),
        ("  volumeMountTokenPath: x", "  volumeMountTokenPath: x"),
        ("  tokenMounts: x", "  tokenMounts: x"),
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


def test_a_long_line_is_cut_after_masking() -> None:
    text = "a: " + "x" * 150 + " ghp_" + "0" * 5000 + "\n"
    assert masked(text) == ["a: " + "x" * 150 + " ***"]
    assert masked("a: " + "y" * 5000 + "\n") == ["a: " + "y" * 156 + "…"]


PIECES = (
    "eyJ", "eyJ-", "eyJaaaaaaaaa.", "-eyJaaaaaaaa.b", "://a:", "://", ":", "a:@", "mount", "mountname", "xoxb-", "sk-",
    "ghp_", "AKIA", "a-", "pass", "token-", " ", "- ", '"', '"a', "\x07", "-----BEGIN ",
)  # fmt: skip
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from generator.rendered.mask import masked
for piece in eval(sys.argv[1]):
    line = (piece * (1 + (1 << 20) // len(piece)))[: 1 << 20]
    for text in (f"a: {line}!", f"{line}-: x"):
        assert all(len(shown) <= 160 for shown in masked(text))
"""


def test_a_hostile_line_of_a_mebibyte_costs_no_more_than_any_other() -> None:
    pytest.importorskip("resource")
    # A quadratic pattern needs minutes for any of these; the limit ends the process.
    done = subprocess.run([sys.executable, "-c", LIMITED, repr(PIECES)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

"""What the rule calls a secret is hidden wherever it would be shown: frames of all formats, differences, provenance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.cli.boundary import run
from generator.facts.secret_text import judged
from generator.model import Finding, Fix, Origin, Report
from generator.rendered.mask import masked
from generator.report import FORMATS, Run, render
from generator.report.frame import Mark, frame
from generator.report.secrets import secret_spans
from generator.report.text import render_findings
from tests.repositories import WEB, write

RULE = "sec-secret-plaintext"
FILE = "values/services/web/values.yaml"
SECRETS = [
    ("DB_PASSWORD", "hunter22"),
    ("DB_PASSWORD_PROD", "hunter22"),
    ("clientSecret", "hunter22"),
    ("SMTP_PASS", "hunter22"),
    ("DB_PWD", "hunter22"),
    ("API_TOKEN", "hunter22"),
    ("apiKey", "hunter22"),
    ("SIGNING_KEY", "q8Zr2Lw9Xk4Tn6Vb1Mc3"),
    ("cookie-salt", "q8Zr2Lw9Xk4Tn6Vb1Mc3"),
    ("a", "AKIA" + "A1" * 8),
    ("a", "ghp_" + "a1" * 18),
    ("a", "xoxb-" + "1" * 12),
    ("a", "sk-ant-" + "aB3" * 12),
    ("a", "postgres://app:hunter22@db/shop"),
    ("a", "eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20),
]
each_secret = pytest.mark.parametrize(("name", "value"), SECRETS, ids=[f"{n}-{v[:5]}" for n, v in SECRETS])


def core(value: str) -> str:
    """What of a value must not be seen."""
    return "hunter22" if "hunter22" in value else value


@each_secret
@pytest.mark.parametrize("form", ["{name}: {value}", '{name}: "{value}"', "- name: {name}\n  value: {value}"])
def test_a_secret_is_hidden_in_frames_and_differences(name: str, value: str, form: str) -> None:
    assert judged(name, value)
    text = form.format(name=name, value=value)
    lines = text.split("\n")
    assert core(value) not in "\n".join(frame(lines, [Mark(n + 1, 1) for n in range(len(lines))]))
    assert core(value) not in "\n".join(masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "- --db-password\n- hunter22",
        "- --db-password=hunter22",
        '- "--api-token=hunter22"',
        "- --log=info\n- --token\n- hunter22",
    ],
)
def test_the_value_of_an_option_is_hidden(text: str) -> None:
    lines = text.split("\n")
    assert "hunter22" not in "\n".join(frame(lines, [Mark(n + 1, 1) for n in range(len(lines))]))
    assert "hunter22" not in "\n".join(masked(text))


def test_options_in_a_row_are_hidden_and_what_is_no_value_is_not() -> None:
    line = 'args: [--db-password, hunter22, "--token=abc", --token-ttl=3600, --token-file, /run/t, --password, $(DB)]'
    spans = secret_spans([line])[0]
    assert [line[start:end] for start, end in spans] == ["hunter22", "abc"]


@pytest.mark.parametrize("line", ['data: {"x": hunter22, y: hunter22}', "stringData: {host: hunter22}"])
def test_the_data_of_a_secret_on_one_line_is_hidden(line: str) -> None:
    text = f"apiVersion: v1\nkind: Secret\n{line}"
    assert "hunter22" not in "\n".join(frame(text.split("\n"), [Mark(3, 1)]))
    assert "hunter22" not in "\n".join(masked(text))
    assert secret_spans(["kind: ConfigMap", "data: {a: b}"]) == {}
    assert secret_spans(["kind: Secret", "data: {}"]) == {}


def test_a_list_of_a_secret_is_hidden_and_objects_in_a_list_are_not() -> None:
    assert secret_spans(["password: [hunter22, a]"]) == {0: [(11, 22)]}
    assert secret_spans(["imagePullSecrets: [{name: registry}]"]) == {}


@pytest.mark.parametrize("text", ["publicKey: q8Zr2Lw9Xk4Tn6Vb1Mc3", "cacheKey: " + "0a" * 32, "key: web.shop.svc"])
def test_what_is_no_secret_is_shown(text: str) -> None:
    assert secret_spans([text]) == {}
    assert masked(text) == [text]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("odd: Zk3hunter22q", 1, 6),
        ('a: [odd, "Zk3hunter22q"]', 1, 10),
        ("odd: |\n  Zk3hunter22q\n  more\nb: c", 1, 6),
    ],
)
def test_what_a_finding_calls_a_secret_is_hidden_in_the_frames_of_all(
    format: str, text: str, line: int, column: int
) -> None:
    lines = text.split("\n")
    found = Finding(RULE, "error", "`odd` looks like a secret in the clear", origin=Origin(FILE, line, column))
    others = [Finding("other", "error", "another", origin=Origin(FILE, n, 1)) for n in range(1, len(lines) + 1)]
    report = Report((found, *others))
    run = Run(lines=lambda path: lines if path == FILE else None)
    assert "hunter22" not in render(format, report, run)
    alone = render("text", Report(tuple(others)), replace(run))
    assert "hunter22" in alone, "the rule's finding is what hides it"


def test_a_finding_at_a_key_hides_nothing() -> None:
    found = Finding(RULE, "error", "the Secret holds its values in the clear", origin=Origin(FILE, 1, 1))
    text = render("text", Report((found,)), Run(lines=lambda path: ["stringData:"]))
    assert "1 | stringData:" in text


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("spec.template.spec.containers.0.env.0.value", "value: ***"),
        ("spec.template.spec.containers.0.args.1", "1: ***"),
        ("spec.template.spec.containers.0.args.2", "2: --api-token=***"),
        ("spec.template.spec.containers.0.args", '["--db-password", "***", "--api-token=***"]'),
    ],
)
def test_provenance_hides_secrets(
    field: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = 'args: [--db-password, hunter22, "--api-token=hunter22"]\nenv: {DB_PASSWORD: hunter22}\n'
    write(tmp_path, {"values/services/web/values.yaml": WEB + options})
    monkeypatch.chdir(tmp_path)
    assert run(["why", "rendered/production/shop/web/deployment-web.yaml", field]) == 0
    out = capsys.readouterr().out
    assert shown in out and "hunter22" not in out


@pytest.mark.parametrize("format", FORMATS)
def test_words_that_repeat_a_secret_are_cleaned(format: str) -> None:
    line = 'DB_PASS: "hunter22 x"'
    place = Origin(FILE, 1, 10)
    said = "`DB_PASS` is `hunter22 x`, not key#property"
    found = Finding("other", "error", said, origin=place, fix=Fix("write hunter22 x elsewhere"), note="hunter22 x")
    token = "ghp_" + "a1" * 18
    far = Finding("far", "error", f"`{token}` is too long", origin=Origin("elsewhere.yaml"))
    text = render(format, Report((found, far)), Run(lines=lambda path: [line] if path == FILE else None))
    assert "hunter22" not in text and token not in text
    assert "not key" in text and "too long" in text


def test_errors_that_end_a_run_are_cleaned_too() -> None:
    found = Finding("other", "error", "`a.token` is `hunter22`", origin=Origin(FILE, 1, 8))
    text = render_findings([found], lines=lambda path: ["token: hunter22"])
    assert "hunter22" not in text and "`a.token` is `***`" in text

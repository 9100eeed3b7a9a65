"""`argosy validate` as people and pipelines call it: exit codes, formats, life of a finding, fixes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.boundary import run

GOOD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {x: text}\n"
BAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndta: {x: text}\n"
NUMBER = "# kept\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata:\n  x: 1   # one\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def argosy(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["validate", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code, out, _ = argosy(capsys, *arguments, "--format", "json")
    return code, [finding["rule"] for finding in json.loads(out)["findings"]]


@pytest.mark.parametrize(
    ("files", "arguments", "code", "rules"),
    [
        ({"a.yaml": GOOD}, ["a.yaml"], 0, []),
        ({"a.yaml": BAD}, ["a.yaml"], 1, ["unknown-field"]),
        ({"a.yaml": BAD}, ["a.yaml", "--ignore", "unknown-field"], 0, []),
        ({"a.yaml": BAD}, ["a.yaml", "--ignore", "schema"], 0, []),
        ({"a.yaml": BAD}, ["a.yaml", "--severity", "unknown-field=warning"], 0, ["unknown-field"]),
        ({"a.yaml": BAD}, ["a.yaml", "--severity", "unknown-field=warning", "--fail-on", "warning"], 1,
         ["unknown-field"]),
        ({"a.yaml": GOOD, "b.yaml": "a: ["}, ["a.yaml", "b.yaml"], 2, ["yaml-parse-error"]),
        ({"a.yaml": BAD, "b.yaml": "a: ["}, ["."], 2, ["unknown-field", "yaml-parse-error"]),
        ({"b.yaml": "a: ["}, [".", "--ignore", "yaml-parse-error", "--severity", "yaml-parse-error=info"], 2,
         ["yaml-parse-error"]),
        ({"a.yaml": "a: 1\n"}, ["."], 2, ["nothing-found"]),
        ({"a.yaml": GOOD.replace("v1", "example.com/v1").replace("ConfigMap", "Widget")}, ["."], 1, ["unknown-gvk"]),
        ({"a.yaml": GOOD, "c/Chart.yaml": "name: c\n"}, ["."], 1, ["input-not-rendered"]),
        ({}, ["nope.yaml"], 2, ["file-missing"]),
        ({"a.yaml": BAD.replace("dta:", "# argosy: ignore[unknown-field] vendored\ndta:")}, ["."], 0, []),
        ({"a.yaml": GOOD.replace("\ndata:", "\n# argosy: ignore[unknown-field] vendored\ndata:")}, ["."], 0,
         ["suppression-unused"]),
        ({"a.yaml": BAD, "argosy.yaml": "suppress: [{rule: unknown-field, path: a.*, reason: vendored}]\n"}, ["."], 0,
         []),
        ({"a.yaml": BAD, "argosy.yaml": "suppress: [{rule: unknown-field}]\n"}, ["."], 2,
         ["unknown-field", "settings-invalid"]),
        ({"a.yaml": BAD.replace("namespace: shop", 'annotations: {argosy.dev/ignore: "unknown-field: old"}')}, ["."],
         0, []),
    ],
)  # fmt: skip
def test_the_exit_code_follows_what_was_found(
    capsys: pytest.CaptureFixture[str], files: dict[str, str], arguments: list[str], code: int, rules: list[str]
) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, "utf8")
    assert found(capsys, *arguments) == (code, rules)


@pytest.mark.parametrize(
    "format", ["text", "concise", "json", "sarif", "junit", "tap", "github", "gitlab", "markdown", "html"]
)
def test_the_format_never_changes_the_exit_code(capsys: pytest.CaptureFixture[str], format: str) -> None:
    Path("a.yaml").write_text(BAD)
    Path("b.yaml").write_text(GOOD)
    Path("c.yaml").write_text("a: [")
    assert [argosy(capsys, name, "--format", format)[0] for name in ("a.yaml", "b.yaml", "c.yaml")] == [1, 0, 2]


def test_one_run_feeds_several_reports(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(BAD)
    Path("old.json").write_text("before")
    code, out, _ = argosy(capsys, "a.yaml", "--output", "json=old.json", "--output", "sarif=new.sarif")
    assert code == 1 and out.startswith("error[unknown-field]")
    assert json.loads(Path("old.json").read_text())["version"] == 1
    assert json.loads(Path("new.sarif").read_text())["version"] == "2.1.0"
    assert sorted(os.listdir()) == ["a.yaml", "new.sarif", "old.json"]


def test_a_report_on_standard_output_takes_the_place_of_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(GOOD)
    code, out, _ = argosy(capsys, "a.yaml", "--output", "json=-")
    assert (code, json.loads(out)["summary"]["manifests"]) == (0, 1)


def test_a_report_that_cannot_be_written_is_the_machines_fault(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(GOOD)
    code, out, err = argosy(capsys, "a.yaml", "--output", "json=missing/x.json")
    assert code == 5
    assert "cannot write missing/x.json: no such file or directory" in out + err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--format", "sarfi"], "did you mean sarif?"),
        (["--output", "jsn=x"], "did you mean json=x?"),
        (["--output", "json"], "FORMAT=FILE"),
        (["--ignore", "unknwon-field"], "did you mean unknown-field?"),
        (["--select", "hpaa"], "did you mean hpa?"),
        (["--severity", "unknown-field=warn"], "did you mean unknown-field=warning?"),
        (["--severity", "unknown-field"], "RULE=LEVEL"),
        (["--update-baseline"], "--baseline FILE"),
        (["--fail-on", "nothing"], "error"),
        (["--nope"], "--nope"),
    ],
)
def test_a_mistyped_option_says_what_was_meant(
    capsys: pytest.CaptureFixture[str], arguments: list[str], hint: str
) -> None:
    Path("a.yaml").write_text(GOOD)
    code, out, err = argosy(capsys, "a.yaml", *arguments)
    assert (code, out) == (2, "")
    assert hint in err


def test_standard_input_is_judged(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    code, out, _ = argosy(capsys, "-")
    assert code == 1
    assert "--> <stdin>:4:1" in out


def test_a_baseline_accepts_what_is_there_and_only_shrinks(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(BAD)
    argosy(capsys, "a.yaml", "--baseline", "base.json", "--update-baseline")
    assert found(capsys, "a.yaml", "--baseline", "base.json") == (0, [])
    Path("a.yaml").write_text("# moved\n" + BAD.replace("metadata: {", "metadata: {nmae: b, "))
    assert found(capsys, "a.yaml", "--baseline", "base.json") == (1, ["unknown-field"])
    Path("a.yaml").write_text(GOOD.replace("metadata: {", "metadata: {nmae: b, "))
    assert found(capsys, "a.yaml", "--baseline", "base.json") == (1, ["unknown-field", "baseline-stale"])
    argosy(capsys, "a.yaml", "--baseline", "base.json", "--update-baseline")
    assert json.loads(Path("base.json").read_text())["findings"] == []
    assert found(capsys, "a.yaml", "--baseline", "base.json") == (1, ["unknown-field"])


def test_a_missing_or_broken_baseline_is_unusable_input(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(GOOD)
    assert argosy(capsys, "a.yaml", "--baseline", "base.json")[0] == 2
    Path("base.json").write_text("{")
    assert argosy(capsys, "a.yaml", "--baseline", "base.json")[0] == 2


def test_no_baseline_is_written_over_input_that_was_not_judged(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text("a: [")
    code, _, err = argosy(capsys, "a.yaml", "--baseline", "base.json", "--update-baseline")
    assert code == 2 and "the baseline was not written" in err
    assert not Path("base.json").exists()


def test_a_safe_fix_is_shown_without_being_made(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(NUMBER)
    code, out, _ = argosy(capsys, "a.yaml", "--diff")
    assert code == 1
    assert '-  x: 1   # one\n+  x: "1"   # one\n' in out
    assert Path("a.yaml").read_text() == NUMBER


def test_a_safe_fix_is_made_and_every_other_byte_kept(capsys: pytest.CaptureFixture[str]) -> None:
    second = f"---\n{GOOD.replace('name: a', 'name: c')}---\n" + NUMBER.replace("name: a", "name: b")
    Path("a.yaml").write_text(NUMBER + second)
    code, out, _ = argosy(capsys, "a.yaml", "--fix")
    assert (code, "Fixed 2 findings in 1 file." in out) == (0, True)
    assert Path("a.yaml").read_text() == (NUMBER + second).replace("x: 1 ", 'x: "1" ')


def test_colour_is_for_terminals_and_for_those_who_force_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.yaml").write_text(BAD)
    assert "\x1b[" not in argosy(capsys, "a.yaml")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31;1merror[unknown-field]\x1b[0m" in argosy(capsys, "a.yaml")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in argosy(capsys, "a.yaml")[1]


def console(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; sys.argv[0] = 'argosy'; from generator.cli import main; main()"
    command = [sys.executable, "-c", code, "validate", *arguments]
    env = {**os.environ, "PYTHONPATH": str(root), **environment}
    return subprocess.run(command, capture_output=True, env=env, check=False, timeout=60)


def test_a_terminal_that_is_not_utf8_gets_escapes(root: Path) -> None:
    Path("a.yaml").write_text(BAD.replace("x: text", "x: é\u20ac"), "utf8")
    done = console(root, "a.yaml", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 1
    assert b"{x: \\xe9\\u20ac}" in done.stdout and b"Traceback" not in done.stderr
    done = console(root, "a.yaml", "--format", "html", PYTHONIOENCODING="ascii")
    assert "é€".encode() in done.stdout


def test_a_closed_pipe_ends_the_run_without_a_word(root: Path) -> None:
    Path("a.yaml").write_text(BAD)
    reader, writer = os.pipe()
    os.close(reader)
    code = "import sys; sys.argv[0] = 'argosy'; from generator.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "validate", "a.yaml"], stdout=writer, stderr=subprocess.PIPE,
                          env={**os.environ, "PYTHONPATH": str(root)}, check=False, timeout=60)  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_folder_with_no_fleet_and_no_path_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = argosy(capsys)
    assert code == 2
    assert "argosy validate PATH..." in out

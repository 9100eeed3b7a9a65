"""The workflows, ours and the one `argosy init` writes: commands that exist, least rights, actions pinned."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import load_command
from generator.cli.boundary import run

ROOT = Path(__file__).resolve().parent.parent
FILES = (ROOT / ".github/workflows/gitops.yml", ROOT / "generator/starter/files/workflow.yaml")
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}\Z")

each = pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in FILES])


def workflow(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf8"))
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


def commands(path: Path) -> list[list[str]]:
    """The argosy commands that a workflow runs, without the program's name."""
    lines = [shlex.split(line) for step in steps(path) for line in step.get("run", "").splitlines()]
    return [words[1:] for words in lines if words and words[0].rpartition("/")[2] == "argosy"]


@each
def test_it_renders_then_validates_with_options_that_exist(path: Path) -> None:
    assert [words[0] for words in commands(path)] == ["render", "validate"]
    for name, *arguments in commands(path):
        command = load_command(name)
        assert command is not None
        command.make_context(name, arguments)


@each
def test_it_may_read_and_nothing_else(path: Path) -> None:
    assert workflow(path)["permissions"] == {}
    assert [job["permissions"] for job in workflow(path)["jobs"].values()] == [{"contents": "read"}]
    (checkout,) = (step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["persist-credentials"] is False
    assert "secrets." not in path.read_text("utf8")


@each
def test_every_action_is_pinned(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used and [name for name in used if not PINNED.match(name)] == []


@each
def test_its_validation_annotates_the_line_that_somebody_wrote(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--repo", "https://github.com/acme/gitops", "--domain", "shop"]) == 0
    capsys.readouterr()
    assert run([*commands(path)[1], "--no-drift"]) == 0
    assert "::error" not in capsys.readouterr().out
    values = tmp_path / "values/services/web/values.yaml"
    values.write_text(values.read_text("utf8") + "replcas: 2\n", "utf8")
    line = len(values.read_text("utf8").splitlines())
    assert run([*commands(path)[1], "--no-drift"]) == 2
    annotation = (
        f"::error file=values/services/web/values.yaml,line={line},col=1,endColumn=8,title=values-unknown-field::"
    )
    assert annotation in capsys.readouterr().out

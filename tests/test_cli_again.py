"""A second render beside the first: what differs is told, a sound repository is silent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli.again import compared, differences, texts, wanted
from generator.cli.boundary import run
from generator.cli.inputs import built
from generator.rules.page import entries, rule_page

FLEET = """\
repository: {url: "https://github.com/acme/gitops"}
environments: {dev: {stage: development, cluster: {server: "https://dev.example"}}}
domains: {shop: {owner: team}}
"""
SERVICE = 'domain: shop\nnamespace: shop\nimage: {repository: ghcr.io/acme/web, tag: "1.0.0"}\nports: {http: 8080}\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("values/services/web").mkdir(parents=True)
    Path("values/fleet.yaml").write_text(FLEET)
    Path("values/services/web/values.yaml").write_text(SERVICE)
    return tmp_path


def test_a_sound_repository_renders_alike_twice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render"]) == 0
    capsys.readouterr()
    run(["validate", "--select", "drift-nondeterministic", "--format", "json"])
    told = [f["rule"] for f in json.loads(capsys.readouterr().out)["findings"]]
    assert [rule for rule in told if rule.startswith("drift-")] == []


def test_values_that_changed_between_the_renders_are_told_file_by_file(root: Path) -> None:
    fleet = built(root).fleet
    Path("values/services/web/values.yaml").write_text(SERVICE.replace("8080", "9090"))
    found = compared(fleet, root, ["dev"])
    assert found and {finding.rule for finding in found} == {"drift-nondeterministic"}
    assert found[0].message.startswith("two renders of the same values differ in rendered/dev/shop/web/")


def test_a_second_render_that_fails_is_told(root: Path) -> None:
    fleet = built(root).fleet
    Path("values/services/web/values.yaml").write_text("domain: [")
    (finding,) = compared(fleet, root, [])
    assert finding.message.startswith("a second render of the same values failed: ")


def test_what_is_printed_is_taken_apart_by_file() -> None:
    printed = "---\n# rendered/dev/a.yaml\na: 1\n---\n# rendered/dev/b.yaml\nb: |\n  ---\n  # rendered/no\n"
    assert texts(printed) == {"dev/a.yaml": "a: 1\n", "dev/b.yaml": "b: |\n  ---\n  # rendered/no\n"}
    assert texts("") == {}


def test_differences_are_told_once_a_unit() -> None:
    one = {"dev/shop/web/a.yaml": "a", "dev/shop/web/b.yaml": "b", "dev/shop/api/a.yaml": "a", "dev/root.yaml": "r"}
    other = {**one, "dev/shop/web/a.yaml": "A", "dev/shop/web/b.yaml": "B", "dev/root.yaml": "R"}
    assert [finding.message for finding in differences(one, other)] == [
        "two renders of the same values differ in rendered/dev/root.yaml",
        "two renders of the same values differ in rendered/dev/shop/web/a.yaml (and 1 more beside it)",
    ]
    assert differences(one, dict(one)) == []


def test_it_is_off_unless_it_or_its_family_is_selected() -> None:
    assert wanted(["drift-nondeterministic"]) and wanted(["hpa", "drift"]) and not wanted(["hpa"])
    assert next(entry for entry in entries() if entry.id == "drift-nondeterministic").default is False
    assert "off unless selected" in (rule_page("drift-nondeterministic") or "")


def test_a_second_render_that_does_not_end_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.again._TIMEOUT", 0.001)
    (found,) = compared(built(root).fleet, root, ())
    assert (found.rule, found.severity) == ("drift-nondeterministic", "error")
    assert found.message == "a second render of the same values took more than 0.001 seconds"

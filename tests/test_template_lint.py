"""Every template of the package keeps the house rules, even before it is filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.template import load
from generator.template.syntax import parse

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("generator/components", "generator/argocd")
TEMPLATES = sorted(path.relative_to(ROOT) for folder in FOLDERS for path in (ROOT / folder).rglob("*.j2"))


def test_there_are_templates() -> None:
    assert any(path.name == "deployment.yaml.j2" for path in TEMPLATES)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
class TestTemplate:
    def test_it_is_of_the_closed_language(self, path: Path) -> None:
        assert parse((ROOT / path).read_text("utf-8"), str(path))

    def test_it_is_named_by_its_kind(self, path: Path) -> None:
        _, kind = load(ROOT / path.parent).kind(path.name)
        assert path.name == f"{kind.lower()}.yaml.j2"

    def test_its_first_lines_are_version_kind_and_metadata(self, path: Path) -> None:
        lines = (ROOT / path).read_text("utf-8").split("\n")
        assert [line.partition(":")[0] for line in lines[:3]] == ["apiVersion", "kind", "metadata"]
        assert lines[2] == "metadata: {{ metadata }}"

    def test_it_is_plain_text_with_one_final_newline(self, path: Path) -> None:
        content = (ROOT / path).read_bytes()
        assert content.endswith(b"\n") and not content.endswith(b"\n\n")
        assert b"\t" not in content and b"\r" not in content
        assert not re.search(rb"[ ]+\n", content)

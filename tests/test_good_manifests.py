"""Correct manifests as well-kept projects write them: no rule calls them wrong.

Each folder of tests/good_manifests is judged as one set of foreign manifests, with the rules as they come. What is
worth a warning, or cannot be verified, is counted in expected.yaml; `pytest --update-golden` writes it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from generator.conformity import Conformity
from generator.manifests import load
from generator.model import Finding
from generator.validate import validate

FOLDER = Path(__file__).parent / "good_manifests"
EXPECTED = FOLDER / "expected.yaml"
STYLES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
CONFORMITY = Conformity()


def judged(style: str) -> tuple[int, list[Finding]]:
    """How many objects a folder holds, and everything found in it."""
    loaded = load([str(FOLDER / style)], lambda: b"")
    return len(loaded.fleet), [*loaded.findings, *validate(loaded.fleet, CONFORMITY).findings]


def told(finding: Finding) -> str:
    return f"{finding.severity}[{finding.rule}] {finding.origin}: {finding.message}"


@pytest.mark.parametrize("style", STYLES)
def test_a_well_kept_project_has_no_errors(style: str, update_golden: bool) -> None:
    _, found = judged(style)
    assert [told(finding) for finding in found if finding.severity == "error"] == []
    counted = Counter(f"{finding.severity} {finding.rule}" for finding in found)
    expected = yaml.safe_load(EXPECTED.read_text("utf8")) if EXPECTED.exists() else {}
    if update_golden:
        expected[style] = dict(sorted(counted.items()))
        EXPECTED.write_text(yaml.safe_dump(expected, sort_keys=True), "utf8")
    assert dict(counted) == expected.get(style), [told(finding) for finding in found]


def test_there_are_many_objects_of_many_kinds() -> None:
    loaded = load([str(FOLDER / style) for style in STYLES], lambda: b"")
    assert len(loaded.fleet) >= 60
    assert len({manifest.id.kind for manifest in loaded.fleet}) >= 30

"""The corpus of bad values files: each folder holds `input.yaml` and, in `expect.txt`, all that reading it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.model import Finding, UserError
from generator.yamlio import events
from generator.yamlio.read import read

CORPUS = Path(__file__).parent / "cases" / "yaml"
CASES = sorted(folder.name for folder in CORPUS.iterdir() if folder.is_dir())
PARSERS = ("libyaml", "python")


def outcome(data: bytes) -> str:
    """The exit class (X2, X1, OK), then a line for each finding and its fix, then the data."""
    try:
        document = read(data, "values.yaml")
    except UserError as error:
        assert error.exit_code == 2
        return "X2\n" + "".join(map(line, error.findings))
    text = "".join(map(line, document.findings)) + json.dumps(document.data, ensure_ascii=False)
    return f"{'X1' if document.findings else 'OK'}\n{text}\n"


def line(finding: Finding) -> str:
    where = finding.origin
    assert where is not None and where.file == "values.yaml" and finding.severity == "error"
    related = "".join(f"\n  {other.message}: {other.origin.line}:{other.origin.column}" for other in finding.related)
    fix = f"\n  fix: {finding.fix.text}" if finding.fix else ""
    return f"{where.line}:{where.column} {finding.rule}: {finding.message}{related}{fix}\n"


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both event streams: PyYAML may have been built without libyaml."""
    if request.param == "python":
        monkeypatch.setattr(events, "_native", None)
    elif events.native(b"") is None:
        pytest.skip("PyYAML was built without libyaml")
    return str(request.param)


@pytest.mark.parametrize("case", CASES)
def test_a_case_says_what_is_wrong_where_and_what_to_do(case: str, parser: str, update_golden: bool) -> None:
    folder = CORPUS / case
    expected = folder / "expect.txt"
    found = outcome((folder / "input.yaml").read_bytes())
    if update_golden and parser == PARSERS[0]:
        expected.write_text(found, encoding="utf-8", newline="\n")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_a_message_is_short_and_safe_to_print(case: str) -> None:
    text = (CORPUS / case / "expect.txt").read_text(encoding="utf-8")
    for each in text.splitlines()[1:-1] if text.startswith(("OK", "X1")) else text.splitlines():
        assert len(each) <= 430
        assert all(character.isprintable() for character in each)

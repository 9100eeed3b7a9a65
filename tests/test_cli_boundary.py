"""The error boundary: errors are told in the colours that the environment and the terminal allow."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from generator.cli.boundary import run
from generator.cli.output import coloured

PLAIN = "error[values-missing] no values/ folder here"
PAINTED = "\x1b[31;1merror[values-missing]\x1b[0m no values/ folder here"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "environment", "said"),
    [
        (True, {}, PAINTED),
        (True, {"NO_COLOR": "1"}, PLAIN),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, PLAIN),
        (True, {"TERM": "dumb"}, PLAIN),
        (False, {}, PLAIN),
        (False, {"FORCE_COLOR": "1"}, PAINTED),
        (False, {"FORCE_COLOR": "0"}, PLAIN),
    ],
)
def test_an_error_is_coloured_as_a_report_is(
    terminal: bool, environment: dict[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {"NO_COLOR": "", "FORCE_COLOR": "", "TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert run(["render"]) == 2
    assert stream.getvalue().startswith(said)
    assert coloured(stream, {"TERM": "xterm", **environment}) == (said == PAINTED)

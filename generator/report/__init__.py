"""Reports as text of many kinds: one file a format, each `render(report, run) -> str`; data in, text out."""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import partial

from generator.model import Report
from generator.report.run import RuleFacts, Run
from generator.report.veil import scrubbed, veiled

FORMATS = ("text", "concise", "json", "sarif", "junit", "tap", "github", "gitlab", "markdown", "html")
"""Every format, by the name of its module."""

FOR_PEOPLE = ("text", "concise", "github", "markdown", "tap")
"""Formats whose characters may be escaped for a terminal; the others are UTF-8 whatever the terminal speaks."""

_PRINTS_SOME = frozenset({"text"})
"""Formats that scrub what they print by themselves: of thousands of findings they print some."""


def render(format: str, report: Report, run: Run) -> str:
    """The report in one of FORMATS, which shows no secret; imports that format only."""
    shown = veiled(report, run.lines)
    scrub = partial(scrubbed, lines=run.lines, shown=shown)
    if format in _PRINTS_SOME:
        run = replace(run, lines=shown, scrub=scrub)
    else:
        report, run = replace(report, findings=tuple(map(scrub, report.findings))), replace(run, lines=shown)
    text: str = importlib.import_module(f"generator.report.{format}").render(report, run)
    return text


__all__ = ["FORMATS", "FOR_PEOPLE", "RuleFacts", "Run", "render"]

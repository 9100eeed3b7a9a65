"""Reports as text of many kinds: one file a format, each `render(report, run) -> str`; data in, text out."""

from __future__ import annotations

import importlib

from generator.model import Report
from generator.report.run import RuleFacts, Run

FORMATS = ("text", "concise", "json", "sarif", "junit", "tap", "github", "gitlab", "markdown", "html")
"""Every format, by the name of its module."""

FOR_PEOPLE = ("text", "concise", "github", "markdown", "tap")
"""Formats whose characters may be escaped for a terminal; the others are UTF-8 whatever the terminal speaks."""


def render(format: str, report: Report, run: Run) -> str:
    """The report in one of FORMATS; imports that format only."""
    text: str = importlib.import_module(f"generator.report.{format}").render(report, run)
    return text


__all__ = ["FORMATS", "FOR_PEOPLE", "RuleFacts", "Run", "render"]

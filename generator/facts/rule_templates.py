"""The templated texts of alerts, and which labels of the alert they read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.go_template import Use
from generator.facts.prometheus_rules import Rule
from generator.model import Path


def templates_of(rule: Rule, *fields: str) -> Iterator[tuple[Path, str]]:
    """Each label and annotation of an alert that holds a template, with its path."""
    for field, name, text in rule.templates:
        if not fields or field in fields:
            yield (*rule.path, field, name), text


def label_of(use: Use) -> str:
    """The label of the alert that a template reads, "" when it reads something else."""
    if use.base == "$labels" and use.fields:
        return use.fields[0]
    if use.base in (".", "$") and len(use.fields) > 1 and use.fields[0] == "Labels":
        return use.fields[1]
    return ""

"""One alert as a component thinks of it, and as a PrometheusRule writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator import signals
from generator.model import OMIT, Scene


@dataclass(frozen=True)
class Alert:
    """`hold` is how long the condition must last, `keep` how long the alert outlives it; both Prometheus durations."""

    name: str
    severity: str
    expr: str
    hold: str
    summary: str
    description: str
    keep: str = ""
    runbook: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def rule(self, fixed: Mapping[str, str], scene: Scene) -> dict[str, Any]:
        """The rule; `fixed` are the labels that say whose alert it is and win over its own."""
        notes = {
            "summary": self.summary,
            "description": self.description,
            "runbook_url": signals.runbook(scene, self.name, self.runbook),
        }
        return {
            "alert": self.name,
            "expr": self.expr,
            "for": self.hold,
            "keep": self.keep or OMIT,
            "labels": {**self.labels, "severity": self.severity, **fixed},
            "annotations": {key: text for key, text in notes.items() if text},
        }


def group(name: str, rules: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """A group of rules; nothing when there are none, since Prometheus refuses an empty file but not an empty group."""
    if rules:
        yield {"name": name, "rules": list(rules)}


def extras(written: Sequence[Mapping[str, Any]]) -> Iterator[Alert]:
    """The alerts somebody wrote in values."""
    for alert in written:
        yield Alert(
            alert["name"],
            alert["severity"],
            alert["expr"].strip(),
            alert["for"],
            alert["summary"],
            alert.get("description", alert["summary"]),
            alert.get("keepFiringFor", ""),
            alert.get("runbook", ""),
            alert.get("labels", {}),
        )

"""What `argosy render` refuses to write: objects that the API server would refuse by their schema."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from generator.cli.subject import subject
from generator.cli.verdict import Choices, reach
from generator.model import UserError
from generator.rules.catalogue import rules


class UnfitError(UserError):
    """Objects that do not fit their schemas (exit code 1: findings)."""

    exit_code = 1


def refuse_unfit(environments: Sequence[str]) -> None:
    """Judge the fleet by its schemas as `argosy validate` does, suppressions and all; raise UnfitError for errors."""
    families = tuple(sorted({rule.family for rule in rules()} - {"schema"}))
    choices = Choices(datetime.date.today(), ignore=families)
    verdict = reach(subject((), environments, drift=False), choices)
    errors = [finding for finding in verdict.report.findings if finding.severity == "error"]
    if errors:
        raise UnfitError("rendered objects do not fit their schemas", findings=errors)

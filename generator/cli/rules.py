"""`argosy rules`: the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from generator.model import SEVERITIES, UserError

if TYPE_CHECKING:
    from generator.rules.page import Entry


@click.command(help="List every rule: id, severity, family, whether it is on, title. NAMES are families or rule ids.")
@click.argument("names", nargs=-1)
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", help="text or json.")
@click.option("--severity", type=click.Choice(SEVERITIES), default=None, help="Only rules of this severity.")
def command(names: tuple[str, ...], format: str, severity: str | None) -> int:
    """Print the rules as a table or as JSON."""
    from generator.cli.output import show
    from generator.rules.group import with_members
    from generator.rules.page import entries

    listed = entries()
    _check(names, listed)
    wanted = set(with_members(names))
    chosen = [
        entry
        for entry in listed
        if (not names or entry.family in names or entry.id in wanted) and severity in (None, entry.severity)
    ]
    if format == "json":
        import json
        from dataclasses import asdict

        show(json.dumps([asdict(entry) for entry in chosen], indent=1, ensure_ascii=False) + "\n", exact=True)
        return 0
    width = max((len(entry.id) for entry in chosen), default=0)
    group = max((len(entry.family) for entry in chosen), default=0)
    for entry in chosen:
        state = "on " if entry.default else "off"
        show(f"{entry.id:<{width}}  {entry.severity:<7}  {entry.family:<{group}}  {state}  {entry.title}\n")
    count = f"{len(chosen)} rule" if len(chosen) == 1 else f"{len(chosen)} rules"
    show(f"{count}; `argosy explain RULE` shows one.\n")
    return 0


def _check(names: tuple[str, ...], listed: Sequence[Entry]) -> None:
    from difflib import get_close_matches

    known = sorted({entry.family for entry in listed} | {entry.id for entry in listed})
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else "`argosy rules` without a name lists all"
            raise UserError(f"there is no rule or family {name!r}", rule="usage", fix=hint)

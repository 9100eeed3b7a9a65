"""`argosy explain RULE`: what a rule looks for, why, examples, and how to live with it."""

from __future__ import annotations

import click

from generator.model import UserError


@click.command(help="Show one rule: condition, examples, source, how to suppress it.")
@click.argument("rule")
def command(rule: str) -> int:
    """Print the page of a rule."""
    from generator.cli.output import show
    from generator.rules.page import nearest, rule_page

    page = rule_page(rule)
    if page is None:
        near = nearest(rule)
        hint = f"did you mean {', '.join(near)}?" if near else "`argosy rules` lists them"
        raise UserError(f"there is no rule {rule!r}", rule="usage", fix=hint)
    show(page)
    return 0

"""`argosy render`: values/ to rendered/, writing only what changed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.build import Built
    from generator.rendered.plan import Plan

NOTHING = "rendered/  nothing to do"
_CODES = {"drift-conflict-marker": 2, "drift-interrupted": 5}
"""Exit codes of drift that is more than a difference: a file that cannot be read, a render that was cut off."""


@click.command(
    help="Write rendered/ from values/; only what changed is touched.\n\nNAMES narrow it to services, domains, charts."
)
@click.argument("names", nargs=-1)
@click.option("--env", "environments", multiple=True, metavar="NAME", help="Only this environment (repeatable).")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when something would change.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the manifests instead of writing them.")
@click.option("--shard", metavar="I/N", help="Only the I-th of N equal parts, for CI matrices.")
@click.option("--fail-on-change", is_flag=True, help="Exit 1 when something was written (for pre-commit).")
@click.option(
    "--confirm-deletes", metavar="DIGEST", default="", help="Permit exactly the deletions listed with this digest."
)
@click.option("--overwrite-edits", is_flag=True, help="Replace rendered files that somebody edited by hand.")
@click.option("--no-cache", is_flag=True, help="Trust no state of an earlier run; compare everything.")
def command(
    names: tuple[str, ...],
    environments: tuple[str, ...],
    check: bool,
    to_stdout: bool,
    shard: str | None,
    fail_on_change: bool,
    confirm_deletes: str,
    overwrite_edits: bool,
    no_cache: bool,
) -> int:
    """Build, then print, compare or write."""
    from generator.cli.inputs import repository, tool_key, uncollected
    from generator.rendered import state

    started = time.perf_counter()
    root = repository()
    whole = not (names or environments or shard or to_stdout)
    key = tool_key()
    if whole and not no_cache and state.unchanged(root, ("values",), key=key):
        print(f"{NOTHING}   {time.perf_counter() - started:.1f} s")
        return 0
    with uncollected():
        if to_stdout:
            return _print(root, environments, names, shard)
        if check:
            return _check(root, environments, names, shard, started)
        changed = _write(root, environments, names, shard, confirm_deletes, overwrite_edits, key, started)
    return 1 if fail_on_change and changed else 0


def _build(root: Path, environments: tuple[str, ...]) -> Built:
    from generator.cli.inputs import built

    return _sound(built(root, environments, lean=True), environments)


def _sound(result: Built, environments: tuple[str, ...]) -> Built:
    """The result, when it may be written. Raises UserError for broken values and for objects that fit no schema."""
    from generator.model import UserError

    if result.failed:
        raise UserError("values cannot be rendered", findings=[f for f in result.findings if f.severity == "error"])
    if result.unfit:
        from generator.cli.gate import refuse_unfit

        refuse_unfit(environments)
    return result


def _print(root: Path, environments: tuple[str, ...], names: tuple[str, ...], shard: str | None) -> int:
    result = _build(root, environments)
    only = _only(result, environments, names, shard)
    for manifest in result.fleet:
        if not only or manifest.path.startswith(tuple(f"{unit}/" for unit in only)):
            sys.stdout.write(f"---\n# rendered/{manifest.path}\n{manifest.text}")
    return 0


def _check(root: Path, environments: tuple[str, ...], names: tuple[str, ...], shard: str | None, started: float) -> int:
    from generator.cli.inputs import tool
    from generator.cli.output import coloured
    from generator.rendered import drift
    from generator.report.text import render_findings

    result = _build(root, environments)
    only = _only(result, environments, names, shard)
    found = drift.check(result.fleet, root, inputs=result.layers.source.digests, tool=tool(), only=only)
    if found:
        sys.stdout.write(render_findings(found, colour=coloured(sys.stdout, os.environ)))
        print(f"\nrendered/ is not what values/ gives: {_count(len(found), 'difference')}.")
        return max(_CODES.get(finding.rule, 1) for finding in found)
    print(f"rendered/ is what values/ gives. {_count(len(result.fleet), 'manifest')} compared in {_seconds(started)}.")
    return 0


def _write(
    root: Path,
    environments: tuple[str, ...],
    names: tuple[str, ...],
    shard: str | None,
    confirm_deletes: str,
    overwrite_edits: bool,
    key: str,
    started: float,
) -> bool:
    done = None
    if names and shard is None:
        done = _write_alone(root, environments, names, confirm_deletes, overwrite_edits, started)
    if done is None:
        done = _write_all(root, environments, names, shard, confirm_deletes, overwrite_edits, key, started)
    for path in done.foreign:
        print(f"rendered/{path}: not written by argosy; left as it is")
    return not done.empty


def _write_alone(
    root: Path,
    environments: tuple[str, ...],
    services: tuple[str, ...],
    confirm_deletes: str,
    overwrite_edits: bool,
    started: float,
) -> Plan | None:
    """Write some services without a look at the others; None where that is not enough to know what they become."""
    from generator.cli.inputs import built_alone, tool
    from generator.rendered import part
    from generator.rendered.apply import apply
    from generator.rendered.lock import hold
    from generator.rendered.state import same_inputs
    from generator.values.source import read_source

    folders = ("fleet.yaml", "defaults.yaml", "environments", "domains", "platform")
    with hold(root, (*(f"values/{name}" for name in folders), *(f"values/services/{s}" for s in services))) as held:
        result = built_alone(root, environments, services)
        if result is None:
            return None
        only = _only(_sound(result, environments), environments, services, None)
        inputs = result.layers.source.digests
        made = part.plan(result.fleet, root, inputs=inputs, tool=tool(), only=only)
        if made is None:
            return None
        done = apply(
            made,
            held=held,
            inputs_now=lambda: inputs if same_inputs(held) else read_source(root, services).digests,
            confirm_deletes=confirm_deletes,
            overwrite_edits=overwrite_edits,
        )
    _summary(result, done, started)
    return done


def _write_all(
    root: Path,
    environments: tuple[str, ...],
    names: tuple[str, ...],
    shard: str | None,
    confirm_deletes: str,
    overwrite_edits: bool,
    key: str,
    started: float,
) -> Plan:
    from generator.cli.history import History
    from generator.cli.inputs import tool
    from generator.rendered.apply import apply
    from generator.rendered.lock import hold
    from generator.rendered.plan import plan
    from generator.rendered.state import remember, same_inputs
    from generator.values.source import read_source

    with hold(root, ("values",)) as held:
        result = _build(root, environments)
        only = _only(result, environments, names, shard)
        inputs = result.layers.source.digests
        made = plan(result.fleet, root, inputs=inputs, tool=tool(), base=History(root).owned(), only=only)
        done = apply(
            made,
            held=held,
            inputs_now=lambda: inputs if same_inputs(held) else read_source(root).digests,
            confirm_deletes=confirm_deletes,
            overwrite_edits=overwrite_edits,
        )
        remember(held, done, key=key)
    _summary(result, done, started)
    return done


def _only(result: Built, environments: tuple[str, ...], names: tuple[str, ...], shard: str | None) -> tuple[str, ...]:
    """The units (`<env>/<domain>/<app>`) or environments that were asked for; empty means everything."""
    import difflib

    from generator.model import UserError

    apps = [a for s in result.fleet.scenes for a in (*s.services, *s.domains, *s.platform)]
    if names:
        known = sorted({a.name for a in apps})
        for name in names:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known[:8])}"
                raise UserError(f"no service, domain or platform component {name!r}; {hint}")
        apps = [a for a in apps if a.name in names]
    if shard is not None:
        part, _, parts = shard.partition("/")
        if not (part.isdigit() and parts.isdigit() and 1 <= int(part) <= int(parts)):
            raise click.BadParameter(f"{shard!r} is not I/N with 1 <= I <= N", param_hint="--shard")
        apps = [a for n, a in enumerate(sorted(apps, key=lambda a: a.folder)) if n % int(parts) == int(part) - 1]
    if names or shard is not None:
        return tuple(sorted(a.folder for a in apps)) or ("-",)
    return tuple(environments)


def _summary(result: Built, done: Plan, started: float) -> None:
    if done.empty:
        print(f"{NOTHING}   {_seconds(started)}")
        return
    services = {a.name for s in result.fleet.scenes for a in s.services}
    counts: Mapping[str, int] = {
        "new": len(done.writes.create),
        "changed": len(done.writes.update),
        "deleted": len(done.writes.delete),
    }
    said = ", ".join(f"{sign} {n} {word}" for sign, (word, n) in zip("+~-", counts.items(), strict=True) if n)
    print(
        f"rendered/  {_count(len(result.fleet.scenes), 'environment')}, {_count(len(services), 'service')}, "
        f"{_count(len(result.fleet), 'manifest')}   {_seconds(started)}    {said}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _seconds(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"

"""`argosy validate`: schemas, meaning and drift of a fleet, or of any manifests."""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from generator.model import Finding, Report, UserError
from generator.report import FOR_PEOPLE, FORMATS

if TYPE_CHECKING:
    from generator.baseline import Baseline
    from generator.cli.subject import Subject
    from generator.cli.verdict import Choices, Verdict
    from generator.report import Run

HELP = """Judge what values/ renders, and whether rendered/ is just that.

With PATHs it judges those instead: files, folders or `-` for standard input, whoever wrote them. Paths below
values/ or rendered/, and names of services, domains or charts, narrow the fleet.

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 unusable input or usage, 3 a bug of argosy, 5 the machine."""


@dataclass(frozen=True)
class Flags:
    """The options that are no choices of rules."""

    arguments: tuple[str, ...]
    environments: tuple[str, ...]
    drift: bool
    format: str
    files: tuple[tuple[str, str], ...]
    baseline: str
    update_baseline: bool
    fix: bool
    diff: bool
    verbose: bool
    jobs: int
    started: float


@click.command(help=HELP)
@click.argument("arguments", nargs=-1, metavar="[PATH|NAME]...")
@click.option("--env", "environments", multiple=True, metavar="NAME", help="Only this environment (repeatable).")
@click.option("--no-drift", is_flag=True, help="Do not compare rendered/ with a fresh render.")
@click.option("--format", "format", default="", metavar="|".join(FORMATS), help="What to print; text when not given.")
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write a report as well (repeatable).")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info"]), default="error", help="Exit 1 from here.")
@click.option("--select", multiple=True, metavar="RULE", help="Turn on a rule or family that is off.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Turn off a rule or family.")
@click.option("--severity", multiple=True, metavar="RULE=LEVEL", help="Judge a rule more or less strictly.")
@click.option("--baseline", default="", metavar="FILE", help="Accept the findings recorded in FILE.")
@click.option("--update-baseline", is_flag=True, help="Record the findings in FILE; an existing FILE only shrinks.")
@click.option("--fix", is_flag=True, help="Apply safe fixes to the files people wrote, then judge again.")
@click.option("--diff", is_flag=True, help="Show the safe fixes as a diff.")
@click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help="Processes that judge; 0 chooses.")
@click.option("-v", "--verbose", is_flag=True, help="List what could not be verified.")
def command(
    arguments: tuple[str, ...],
    environments: tuple[str, ...],
    no_drift: bool,
    format: str,
    outputs: tuple[str, ...],
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: tuple[str, ...],
    baseline: str,
    update_baseline: bool,
    fix: bool,
    diff: bool,
    jobs: int,
    verbose: bool,
) -> int:
    """Read, judge, mend, report."""
    from generator.cli.inputs import uncollected
    from generator.cli.output import outputs as parsed

    started = time.perf_counter()
    flags = Flags(
        arguments, environments, not no_drift, _format(format), tuple(parsed(outputs)), baseline, update_baseline,
        fix, diff, verbose, jobs, started,
    )  # fmt: skip
    if update_baseline and not baseline:
        raise UserError("--update-baseline needs --baseline FILE", rule="usage", fix="name the file to write")
    choices = _choices(select, ignore, severity, fail_on, flags)
    try:
        with uncollected():
            return _validate(flags, choices)
    except UserError as error:
        if any(finding.rule == "usage" for finding in error.findings):
            raise
        report = Report(tuple(sorted(error.findings, key=Finding.sort_key)))
        _report(flags, report, _run(flags, report))
        return error.exit_code


def _format(name: str) -> str:
    from difflib import get_close_matches

    if name and name not in FORMATS:
        near = get_close_matches(name, FORMATS, 1)
        hint = f"did you mean {near[0]}?" if near else f"formats are {', '.join(FORMATS)}"
        raise UserError(f"there is no format {name!r}", rule="usage", fix=hint)
    return name


def _choices(
    select: Sequence[str], ignore: Sequence[str], severity: Sequence[str], fail_on: str, flags: Flags
) -> Choices:
    from generator.cli.verdict import Choices, checked_names, families, severities

    groups = families() if select or ignore else ()
    return Choices(
        datetime.date.today(),
        checked_names(select, "--select", groups),
        checked_names(ignore, "--ignore", groups),
        severities(severity),
        fail_on,
        _baseline(flags),
        flags.jobs,
    )


def _baseline(flags: Flags) -> Baseline | None:
    from pathlib import Path

    from generator.baseline import read
    from generator.yamlio.files import read_file
    from generator.yamlio.limits import MANIFESTS

    if not flags.baseline:
        return None
    folder, name = os.path.split(flags.baseline)
    if flags.update_baseline and not os.path.lexists(flags.baseline):
        return None
    return read(read_file(Path(folder or "."), name, limit=MANIFESTS.file), flags.baseline)


def _validate(flags: Flags, choices: Choices) -> int:
    from generator.cli.again import compared, wanted
    from generator.cli.subject import subject
    from generator.cli.verdict import reach

    def judged() -> tuple[Subject, Verdict]:
        what = subject(flags.arguments, flags.environments, drift=flags.drift)
        if flags.drift and wanted(choices.select) and what.prefix:
            what = replace(what, findings=(*what.findings, *compared(what.fleet, what.root, flags.environments)))
        return what, reach(what, choices)

    what, verdict = judged()
    notes = [*what.notes, *verdict.notes]
    if flags.fix or flags.diff:
        from generator.cli.output import show
        from generator.cli.repair import planned, repaired, shown

        edits = planned(what, verdict.report.findings)
        if flags.diff:
            show(shown(edits))
        if flags.fix:
            what, verdict, said = repaired(what, verdict, edits, judged)
            notes += said
    if flags.update_baseline:
        notes.append(_write_baseline(flags, what, choices, verdict))
    run = replace(
        _run(flags, verdict.report), notes=tuple(notes), files=what.files, baselined=verdict.baselined, lines=what.lines
    )
    _report(flags, verdict.report, run)
    return verdict.code


def _write_baseline(flags: Flags, what: Subject, choices: Choices, verdict: Verdict) -> str:
    from generator.baseline import write
    from generator.cli.output import write_file
    from generator.report.run import plural

    if what.part is not None or verdict.code > 1:
        why = "only a part was judged" if what.part is not None else "not everything could be judged"
        raise UserError(f"the baseline was not written: {why}", rule="usage", fix="judge everything, then write it")
    write_file(flags.baseline, write(verdict.accepted))
    number = sum(verdict.accepted.values())
    return f"{flags.baseline} accepts {plural(number, 'finding')}."


def _run(flags: Flags, report: Report) -> Run:
    from generator import __version__
    from generator.cli.output import coloured
    from generator.report import Run

    facts = {}
    if any(each not in ("text", "concise") for each in (flags.format, *(f for f, _ in flags.files)) if each):
        from generator.cli.verdict import facts as known

        facts = known(report)
    return Run(
        version=__version__,
        rules=facts,
        verbose=flags.verbose,
        colour=coloured(sys.stdout, os.environ),
        seconds=time.perf_counter() - flags.started,
    )


def _report(flags: Flags, report: Report, run: Run) -> None:
    """Every report that was asked for; text on standard output unless another report goes there."""
    from generator.cli.output import STDOUT, show, write_file
    from generator.report import render

    plain = replace(run, colour=False)
    for format, file in flags.files:
        if file in STDOUT:
            show(render(format, report, plain), exact=format not in FOR_PEOPLE)
        else:
            write_file(file, render(format, report, plain))
    if flags.format or not any(file in STDOUT for _, file in flags.files):
        format = flags.format or "text"
        show(render(format, report, run), exact=format not in FOR_PEOPLE)

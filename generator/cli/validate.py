"""`argosy validate`: schemas, meaning and drift."""

from __future__ import annotations

import sys
import time

import click


@click.command(help="Judge what values/ renders and whether rendered/ is just that.")
@click.option("--env", "environments", multiple=True, metavar="NAME", help="Only this environment (repeatable).")
@click.option("--no-drift", is_flag=True, help="Do not compare rendered/.")
def command(environments: tuple[str, ...], no_drift: bool) -> int:
    """Build, judge, compare, print."""
    from generator.cli.inputs import built, repository, tool
    from generator.conformity import Conformity
    from generator.report.text import render_findings
    from generator.validate import validate

    started = time.perf_counter()
    root = repository()
    result = built(root, environments)
    colour = sys.stdout.isatty()
    if result.failed:
        sys.stdout.write(render_findings(result.findings, colour=colour))
        return 2
    folder = root / ".schemas"
    report = validate(result.fleet, Conformity((folder,) if folder.is_dir() else ()))
    found = list(report.findings)
    if not no_drift:
        from generator.rendered import drift

        found += drift.check(result.fleet, root, inputs=result.layers.source.digests, tool=tool(), only=environments)
    sys.stdout.write(render_findings(found, colour=colour))
    errors = sum(1 for finding in found if finding.severity == "error")
    print(f"{errors} errors. {report.checked} manifests checked in {time.perf_counter() - started:.1f} s.")
    return 1 if errors else 0

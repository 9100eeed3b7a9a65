"""`argosy render`: values/ to rendered/, writing only what changed."""

from __future__ import annotations

import sys
import time

import click


@click.command(help="Write rendered/ from values/; only what changed is touched.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when something would change.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the manifests instead of writing them.")
@click.option("--env", "environments", multiple=True, metavar="NAME", help="Only this environment (repeatable).")
@click.option("--confirm-deletes", metavar="DIGEST", default="", help="Permit exactly the deletions printed with this digest.")
@click.option("--overwrite-edits", is_flag=True, help="Replace rendered files that somebody edited by hand.")
@click.option("--no-cache", is_flag=True, help="Trust no state of an earlier run; compare everything.")
def command(
    check: bool, to_stdout: bool, environments: tuple[str, ...], confirm_deletes: str, overwrite_edits: bool, no_cache: bool
) -> int:
    """Build, then print, compare or write."""
    from generator.cli.inputs import built, repository
    from generator.report.text import render_findings

    started = time.perf_counter()
    root = repository()
    result = built(root, environments, cache=not no_cache)
    if result.failed:
        sys.stderr.write(render_findings(result.findings, colour=sys.stderr.isatty()))
        return 2
    if to_stdout:
        for manifest in result.fleet:
            sys.stdout.write(f"---\n# {manifest.path}\n{manifest.text}")
        return 0
    print(f"{len(result.fleet)} manifests {time.perf_counter() - started:.1f} s")
    return 0

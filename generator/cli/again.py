"""A second render beside the first: another process, another order of sets, another time zone, the same bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.model import Finding, Fix, Fleet, Origin

RULE = "drift-nondeterministic"
_MARK = "---\n# rendered/"
_START = "from generator.cli import main; main()"
_TIMEOUT = 600


def wanted(select: Iterable[str]) -> bool:
    """Whether the second render is asked for: it takes as long as the first."""
    return RULE in select or "drift" in select


def compared(fleet: Fleet, root: Path, environments: Iterable[str]) -> list[Finding]:
    """Render the values of a repository once more and tell which files of a fleet come out otherwise."""
    import subprocess

    chosen = [part for name in environments for part in ("--env", name)]
    command = [sys.executable, "-c", _START, "render", "--stdout", *chosen]
    try:
        done = subprocess.run(
            command, cwd=root, env=_otherwise(os.environ), capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return [_differing("rendered", f"a second render of the same values took more than {_TIMEOUT} seconds")]
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        return [_differing("rendered", f"a second render of the same values failed: {said}")]
    return list(differences({m.path: m.text for m in fleet.manifests}, texts(done.stdout.decode("utf-8"))))


def texts(printed: str) -> dict[str, str]:
    """The files in what `argosy render --stdout` prints: path below rendered/ to text."""
    found = (part.partition("\n") for part in f"\n{printed}".split(f"\n{_MARK}")[1:])
    return {path: text if text.endswith("\n") else f"{text}\n" for path, _, text in found}


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[Finding]:
    """The files that two renders do not share, one finding for each unit."""
    from generator.rendered.names import unit_of

    units: dict[str, list[str]] = {}
    for path in sorted({*one, *other}):
        if one.get(path) != other.get(path):
            units.setdefault(unit_of(path) or path, []).append(path)
    made = []
    for paths in units.values():
        shown = f"rendered/{paths[0]}"
        more = f" (and {len(paths) - 1} more beside it)" if len(paths) > 1 else ""
        made.append(_differing(shown, f"two renders of the same values differ in {shown}{more}"))
    return made


def _differing(path: str, message: str) -> Finding:
    fix = Fix("sort what a component takes from a set, and let it read no clock and no environment variable")
    return Finding(RULE, "error", message, path=path, origin=Origin(path), fix=fix)


def _otherwise(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the second render."""
    seed = "1" if environment.get("PYTHONHASHSEED") != "1" else "2"
    paths = os.pathsep.join(path for path in sys.path if path)
    return {**environment, "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati", "PYTHONPATH": paths}

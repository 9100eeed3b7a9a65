"""The `argosy` command: one file a command, exit codes and the one error boundary here.

Exit codes: 0 clean, 1 findings or drift, 2 unusable input or usage, 3 our bug, 4 refused until confirmed, 5 the
machine, 128+n a signal.
"""

from __future__ import annotations

import sys
from typing import Any

COMMANDS = {
    "explain": "One rule: condition, examples, source, how to suppress it.",
    "init": "Start a repository: fleet, one service, editor and CI settings.",
    "new": "Start a service: commented values, valid at once.",
    "render": "Write rendered/ from values/.",
    "rules": "The catalogue of rules.",
    "schemas": "What can be checked; import CRDs.",
    "validate": "Judge rendered manifests, or any others.",
    "why": "Where a rendered field comes from, layer by layer.",
}
"""Every command and its one line. A command's module is imported only when it runs."""


def main() -> None:
    """The console script: `--version` and `--help` answer before anything heavy is imported."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from generator import __version__

        print(f"argosy {__version__}")
        return
    if arguments in ([], ["--help"], ["-h"]):
        print(overview())
        raise SystemExit(0 if arguments else 2)
    from generator.cli.boundary import run

    raise SystemExit(run(arguments))


def overview() -> str:
    """The text of `argosy --help`."""
    width = max(map(len, COMMANDS)) + 2
    rows = "\n".join(f"  {name:<{width}}{line}" for name, line in COMMANDS.items())
    return (
        "Usage: argosy COMMAND [OPTIONS]\n\n"
        "Turns values/ into the manifests that Argo CD syncs, and checks them before it does.\n\n"
        f"Commands:\n{rows}\n\n"
        "Options:\n  --version  The version.\n  --help     This text; `argosy COMMAND --help` for a command.\n"
    )


def load_command(name: str) -> Any:
    """The click command of that name, or None."""
    if name not in COMMANDS:
        return None
    import importlib

    return importlib.import_module(f"generator.cli.{name}").command

"""The one error boundary: every error becomes a message and an exit code here, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

# Nothing of ours is imported here: a run that has nothing to do, or prints its help, should not pay for it.


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    debug = "--debug" in arguments
    arguments = [argument for argument in arguments if argument != "--debug"]
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)
    try:
        return _dispatch(arguments)
    except KeyboardInterrupt:
        return 130
    except _Stopped as stop:
        return 128 + stop.number
    except BrokenPipeError:
        # Python would complain once more when it flushes standard output at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        told = _told(error)
        if told is not None:
            return told
        # Whatever else escapes is our bug.
        if debug:
            raise
        kind = type(error).__name__
        sys.stderr.write(
            f"argosy: internal error: {kind}: {_line(str(error))}\n"
            "This is a bug in argosy. Run again with --debug and report what it prints.\n"
        )
        return 3


class _Stopped(BaseException):
    def __init__(self, number: int) -> None:
        self.number = number


def _stop(number: int, frame: object) -> None:
    raise _Stopped(number)


def _dispatch(arguments: Sequence[str]) -> int:
    from generator.cli import COMMANDS, load_command

    name = arguments[0] if arguments else ""
    command = load_command(name)
    if command is None:
        import difflib

        near = difflib.get_close_matches(name, COMMANDS, 1)
        hint = f"did you mean `argosy {near[0]}`?" if near else "`argosy --help` lists the commands"
        sys.stderr.write(f"argosy: no command {name!r}; {hint}\n")
        return 2
    import click

    try:
        # Not `command.main`: it answers a closed pipe with exit code 1.
        with command.make_context(f"argosy {name}", list(arguments[1:])) as context:
            result = command.invoke(context)
    except click.exceptions.Abort:
        return 130
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    return result if isinstance(result, int) else 0


def _told(error: Exception) -> int | None:
    """The exit code of an error that a person can mend, told on standard error; None for any other."""
    from generator.model import UserError

    if not isinstance(error, UserError):
        return None
    from generator.cli.output import coloured
    from generator.report.text import render_findings

    sys.stderr.write(render_findings(error.findings, colour=coloured(sys.stderr, os.environ)))
    return error.exit_code


def _line(text: str) -> str:
    return " ".join(text.split())[:300]

"""Where reports go: standard output in whatever a terminal speaks, files as UTF-8, several formats from one run."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from generator.model import MachineError, Origin, UserError

STDOUT = ("-", "/dev/stdout")


def coloured(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: NO_COLOR forbids it, FORCE_COLOR demands it, else a terminal that is not dumb decides."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "") not in ("", "0", "false"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def outputs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Format and file of every FORMAT=FILE. Raises UserError for one that is not."""
    from generator.report import FORMATS

    found = []
    for text in texts:
        format, sign, file = text.partition("=")
        if not sign or not file or format not in FORMATS:
            from difflib import get_close_matches

            near = get_close_matches(format, FORMATS, 1)
            hint = f"did you mean {near[0]}={file or 'FILE'}?" if near else f"formats are {', '.join(FORMATS)}"
            raise UserError(f"--output {text!r} is not FORMAT=FILE", rule="usage", fix=hint)
        found.append((format, file))
    return found


def show(text: str, *, exact: bool = False) -> None:
    """Print to standard output. What the terminal cannot show is escaped; `exact` writes UTF-8 whatever it speaks."""
    stream = sys.stdout
    if exact and hasattr(stream, "buffer"):
        stream.flush()
        stream.buffer.write(text.encode("utf-8", "backslashreplace"))
        stream.buffer.flush()
        return
    encoding = stream.encoding or "ascii"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding, "replace"))
    # A closed pipe must be noticed here, inside the error boundary.
    stream.flush()


def write_file(path: str, text: str) -> None:
    """Write UTF-8: a regular file is replaced as a whole, a pipe or device is written to. Raises MachineError."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        if _special(path):
            with open(path, "wb") as stream:  # noqa: PTH123 (a pipe or device, not a path of ours)
                stream.write(data)
            return
        folder = os.path.dirname(path) or "."  # noqa: PTH120
        import tempfile

        handle, name = tempfile.mkstemp(prefix=".argosy-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                os.fchmod(stream.fileno(), _mode(path))
            os.replace(name, path)  # noqa: PTH105
        except BaseException:
            os.unlink(name)  # noqa: PTH108
            raise
    except OSError as error:
        reason = (error.strerror or "unknown error").lower()
        fix = "check that the folder exists and can be written to"
        raise MachineError(f"cannot write {path}: {reason}", Origin(path), rule="machine", fix=fix) from None


def _special(path: str) -> bool:
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except OSError:
        return False


def _mode(path: str) -> int:
    """The mode of the file that is replaced, or that of a new one."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask

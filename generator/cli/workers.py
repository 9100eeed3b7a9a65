"""Work in shares, each but the first in a process of its own, made by fork: nothing has to be handed over to it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")

MOST = 8
"""Processes at most: what they share of the work grows no smaller, and each has its own copy of what it touches."""
WORTH = 2000
"""Objects a process should have: a fork and what is done twice cost as much as judging some hundreds."""


def workers(objects: int, wanted: int = 0) -> int:
    """How many processes to use: `wanted`, or as many as there are cores and the objects are worth."""
    if not hasattr(os, "fork"):
        return 1
    if wanted:
        return min(wanted, MOST)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MOST, objects // WORTH))


def spread(work: Callable[[int], Result], count: int) -> list[Result]:
    """`work(0)` to `work(count - 1)`. A share whose process fails, for whatever reason, is done again in this one."""
    children = [_started(work, share) for share in range(1, count)]
    try:
        results = [work(0)]
        for share, child in enumerate(children, 1):
            found = child.result()
            results.append(work(share) if found is None else found[0])
        return results
    finally:
        for child in children:
            child.end()


class _Child:
    """A process at work, and the pipe its result comes through."""

    def __init__(self, process: int, reading: int) -> None:
        self.process, self._reading = process, reading

    def result(self) -> list[Any] | None:
        """The result in a list, or None where there is none."""
        import pickle

        if self._reading < 0:
            return None
        with os.fdopen(self._reading, "rb") as pipe:
            self._reading = -1
            data = pipe.read()
        _, status = os.waitpid(self.process, 0)
        self.process = 0
        # It comes from our own fork: nobody else can have written it.
        return [pickle.loads(data)] if status == 0 else None

    def end(self) -> None:
        """Leave nothing behind when the work was interrupted."""
        import signal

        if self._reading >= 0:
            os.close(self._reading)
            self._reading = -1
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            self.process = 0


def _started(work: Callable[[int], Any], share: int) -> _Child:
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return _Child(0, -1)
    if process:
        os.close(writing)
        return _Child(process, reading)
    import pickle

    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(work(share), pipe, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        # No handler, no buffer and no lock of the parent's may be run, written or released here.
        os._exit(code)
    raise AssertionError

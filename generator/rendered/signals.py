"""Signals during a write: they end it cleanly before the commit point and wait for its end after it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """A signal asked us to stop; `exit_code` is what the shell expects (128 and the signal's number)."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.signal = number
        self.exit_code = 128 + number


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise Interrupted for SIGINT, SIGTERM and SIGHUP, so that cleaning up still runs. Main thread only; a signal that
    is ignored stays ignored (nohup)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    chosen = [number for number in ENDING if signal.getsignal(number) not in (signal.SIG_IGN, None)]
    before = {number: signal.signal(number, _stop) for number in chosen}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def blocked() -> Iterator[None]:
    """Let the ending signals wait until the block is left."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise Interrupted(number)

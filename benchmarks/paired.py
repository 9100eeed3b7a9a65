"""Two commands in turn, A B A B ..., each measured by the operating system's own account of the finished process."""

from __future__ import annotations

import os
import statistics
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One finished process: CPU and wall seconds, peak memory in MiB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Pairs:
    """The runs of A and B, pair by pair."""

    a: tuple[Run, ...]
    b: tuple[Run, ...]

    def ratio(self, what: str = "cpu") -> float:
        """The median over pairs of A / B."""
        ratios: list[float] = [getattr(x, what) / getattr(y, what) for x, y in zip(self.a, self.b, strict=True)]
        return statistics.median(ratios)


def run(command: Sequence[str], cwd: str, codes: Sequence[int] = (0,)) -> Run:
    """Run a command once. Raises SystemExit when it ends otherwise than expected."""
    import time

    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    words = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    if child.returncode not in codes:
        raise SystemExit(f"{' '.join(command)}: exit {child.returncode}\n{words.decode('utf8', 'replace')[-2000:]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def pairs(
    a: Sequence[str],
    b: Sequence[str],
    *,
    cwd_a: str,
    cwd_b: str,
    rounds: int = 7,
    before_a: Callable[[], None] | None = None,
    before_b: Callable[[], None] | None = None,
    codes_b: Sequence[int] = (0,),
    codes_a: Sequence[int] = (0,),
) -> Pairs:
    """`rounds` pairs after one uncounted pair; `before_a` and `before_b` reset what a run changed."""
    rows_a: list[Run] = []
    rows_b: list[Run] = []
    for number in range(rounds + 1):
        if before_a:
            before_a()
        one = run(a, cwd_a, codes_a)
        if before_b:
            before_b()
        other = run(b, cwd_b, codes_b)
        if number:
            rows_a.append(one)
            rows_b.append(other)
    return Pairs(tuple(rows_a), tuple(rows_b))

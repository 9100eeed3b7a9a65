"""Work in shares: every result, in order, whatever happens to the processes that do it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.workers import MOST, WORTH, spread, workers
from generator.conformity import Conformity
from generator.manifests import load
from generator.model import OMIT, Finding, Fix
from generator.validate import judge

GOOD = Path(__file__).parent / "good_manifests"


def test_every_share_is_done_in_a_process_of_its_own_but_the_first() -> None:
    found = spread(lambda share: (share, os.getpid()), 3)
    assert [share for share, _ in found] == [0, 1, 2]
    assert found[0][1] == os.getpid()
    assert len({process for _, process in found}) == 3


def test_what_a_share_found_comes_back_as_it_was() -> None:
    finding = Finding("a-rule", "error", "words", fix=Fix("do it", "f.yaml", ("a", 0)))
    _, found = spread(lambda share: [finding], 2)
    assert found == [finding]
    assert found[0].fix is not None and found[0].fix.value is OMIT


def test_a_share_whose_process_is_killed_is_done_again() -> None:
    here = os.getpid()

    def work(share: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return share

    assert spread(work, 3) == [0, 1, 2]


def test_an_error_of_a_share_is_told_here() -> None:
    def work(share: int) -> int:
        return 1 // (1 - share)

    with pytest.raises(ZeroDivisionError):
        spread(work, 2)


def test_a_result_that_cannot_be_sent_is_made_here() -> None:
    def work(share: int) -> Callable[[], int]:
        return lambda: share

    assert [one() for one in spread(work, 2)] == [0, 1]


def test_processes_are_gone_when_the_work_here_fails() -> None:
    here = os.getpid()

    def work(share: int) -> int:
        if os.getpid() == here:
            raise KeyboardInterrupt
        time.sleep(60)
        return share

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        spread(work, 3)
    assert time.monotonic() - started < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_few_objects_are_not_worth_a_process() -> None:
    assert workers(WORTH) == 1
    assert workers(10 * WORTH, 1) == 1
    assert workers(1, 3) == 3
    assert workers(10**9, 10**9) == MOST


@pytest.mark.parametrize("shares", [2, 3, 7])
def test_findings_are_the_same_for_any_number_of_shares(shares: int) -> None:
    fleet = load([str(GOOD)], lambda: b"").fleet
    conformity = Conformity()
    alone = judge(fleet, conformity)
    shared = judge(fleet, conformity, shares=shares, spread=spread)
    assert len(alone.findings) > 20
    assert shared == alone

"""The writer and the reader against PyYAML's C implementation, in one process, on the objects of a rendered fleet."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from generator.yamlio.read import read_all
from generator.yamlio.write import write


def ratios(tree: Path, rounds: int) -> tuple[float, float]:
    """CPU of our writer over CSafeDumper's, of our reader over CSafeLoader's: medians of pairs after one more."""
    texts = [path.read_text("utf8") for path in sorted(tree.rglob("*.yaml"))]
    encoded = [text.encode() for text in texts]
    bodies = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]

    def ours_written() -> None:
        for body in bodies:
            write(body)

    def theirs_written() -> None:
        for body in bodies:
            yaml.dump(body, Dumper=yaml.CSafeDumper, sort_keys=False)

    def ours_read() -> None:
        for text in encoded:
            read_all(text, "x.yaml")

    def theirs_read() -> None:
        for text in encoded:
            yaml.load(text, Loader=yaml.CSafeLoader)

    return _ratio(ours_written, theirs_written, rounds), _ratio(ours_read, theirs_read, rounds)


def _ratio(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int) -> float:
    pairs = [(_cpu(ours), _cpu(theirs)) for _ in range(rounds + 1)]
    return statistics.median(a / b for a, b in pairs[1:])


def _cpu(work: Callable[[], Any]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started

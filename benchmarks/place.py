"""Where a measurement happens: a generated repository, rendered once, and what stands ready to be measured in it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.paired import run
from benchmarks.workload import generate

ROOT = Path(__file__).resolve().parent.parent
ARGOSY = (sys.executable, "-c", "from generator.cli import main; main()")
NOTHING = (sys.executable, "-c", "pass")


@dataclass
class Work:
    """A scratch folder. What a run wrote is moved aside, never removed before all is measured.

    ext4 looks at every inode freed in the last minutes when it makes a file, so a run right after a removal of as
    many files takes up to ten times the system time (ext4(5), `recently_deleted` in fs/ext4/ialloc.c).
    """

    folder: Path
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def aside(self, *paths: Path) -> Callable[[], None]:
        """A reset: moves what is at these paths out of the way."""

        def reset() -> None:
            for path in paths:
                if path.exists():
                    away = self.folder / "aside" / str(next(self._numbers))
                    away.parent.mkdir(exist_ok=True)
                    path.rename(away)

        return reset


class Place:
    """A repository of `services` services below the scratch folder."""

    def __init__(self, work: Work, services: int) -> None:
        self.work, self.services, self.folder = work, services, work.folder / f"argosy-{services}"
        generate(self.folder, services)
        run(self.argosy("render"), str(self.folder))

    def argosy(self, *arguments: str) -> list[str]:
        return [*ARGOSY, *arguments]

    @property
    def unrendered(self) -> Callable[[], None]:
        """A reset: as if nothing had ever been rendered."""
        return self.work.aside(self.folder / "rendered", self.folder / ".argosy")

    @property
    def committed(self) -> bool:
        return (self.folder / ".git").exists()

    def commit(self) -> None:
        """Put values/ and rendered/ into a git repository."""
        git = ["git", "-C", str(self.folder), "-c", "user.name=bench", "-c", "user.email=bench@example.test"]
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "rendered"]):
            subprocess.run([*git, *arguments], check=True)

    def changed(self) -> Callable[[], None]:
        """A reset: one value of one service differs from the last run's."""
        file = self.folder / "values/services/svc-0001/prod.yaml"
        numbers = itertools.count()

        def reset() -> None:
            lines = file.read_text("utf8").splitlines()
            told = [f'  tag: "9.{next(numbers)}.0"' if line.strip().startswith("tag:") else line for line in lines]
            new = file.with_suffix(".new")
            new.write_text("\n".join(told) + "\n", encoding="utf8")
            os.replace(new, file)  # noqa: PTH105

        return reset

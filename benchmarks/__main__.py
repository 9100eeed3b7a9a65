"""Run the measurements: `python -m benchmarks [--peers DIR] [--rounds N] [NAME ...]`.

Every figure is a ratio of CPU seconds, pair by pair in one run, the median of at least 7 pairs: absolute times move too
much from machine to machine. `--peers` names a folder W that the peers' workload script filled (one folder a peer, and
`W/../venv/bin/python` with their packages); without it only what needs no peer is measured.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.paired import Pairs, pairs, run
from benchmarks.workload import generate

ROOT = Path(__file__).resolve().parent.parent
ARGOSY = [sys.executable, "-c", "from generator.cli import main; main()"]


@dataclass(frozen=True)
class Place:
    """A generated repository of `services` services, rendered once."""

    folder: Path
    services: int

    def argosy(self, *arguments: str) -> list[str]:
        return [*ARGOSY, *arguments]

    def clean(self) -> None:
        """As if nothing had ever been rendered."""
        shutil.rmtree(self.folder / "rendered", ignore_errors=True)
        shutil.rmtree(self.folder / ".argosy", ignore_errors=True)


class Bench:
    """The measurements by name; each prints one row."""

    def __init__(self, work: Path, rounds: int, peers: Path | None, kubeconform: str | None) -> None:
        self.work, self.rounds, self.peers, self.kubeconform = work, rounds, peers, kubeconform
        self._places: dict[int, Place] = {}

    def place(self, services: int) -> Place:
        if services not in self._places:
            made = Place(self.work / str(services), services)
            generate(made.folder, services)
            run(made.argosy("render"), str(made.folder))
            self._places[services] = made
        return self._places[services]

    def row(self, name: str, target: str, measured: Pairs, what: str = "cpu") -> None:
        a, b = measured.a[-1], measured.b[-1]
        print(
            f"{name:<34}{measured.ratio(what):8.3f}   target {target:<10} last pair: {a.cpu:.2f} s, {b.cpu:.2f} s CPU; "
            f"{a.memory:.0f} MiB",
            flush=True,
        )

    def against(
        self, name: str, target: str, place: Place, ours: Sequence[str], theirs: Sequence[str], cwd: Path,
        *, fresh: bool = False, rounds: int | None = None, codes: Sequence[int] = (0,), theirs_codes: Sequence[int] = (0,),
        before_b: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        measured = pairs(
            ours, theirs, cwd_a=str(place.folder), cwd_b=str(cwd), rounds=rounds or self.rounds,
            before_a=place.clean if fresh else None, before_b=before_b, codes_a=codes, codes_b=theirs_codes,
        )  # fmt: skip
        self.row(name, target, measured)

    # -- what needs no peer ------------------------------------------------------------------------------------

    def startup(self) -> None:
        """T11: --version, --help, render --help against python -c pass."""
        place = self.place(1)
        nothing = [sys.executable, "-c", "pass"]
        for words, target in ((["--version"], "2.2"), (["--help"], "2.2"), (["render", "--help"], "5.5")):
            self.against(
                f"T11 {' '.join(words)}", target, place, place.argosy(*words), nothing, place.folder, rounds=15
            )

    def cold_one(self) -> None:
        """T12: one service, nothing cached, rendered and validated, against python -c pass."""
        place = self.place(1)
        nothing = [sys.executable, "-c", "pass"]
        self.against("T12 render one service", "13", place, place.argosy("render"), nothing, place.folder, fresh=True)
        self.against("T12 validate one service", "13", place, place.argosy("validate"), nothing, place.folder)

    def copy(self) -> None:
        """T4: full render at S=1000 against cp -r of the tree it writes."""
        place = self.place(1000)
        source = self.work / "copied"
        shutil.copytree(place.folder / "rendered", source, dirs_exist_ok=True)
        target = self.work / "copy"
        self.against(
            "T4 render S=1000 vs cp -r", "3", place, place.argosy("render"), ["cp", "-r", str(source), str(target)],
            self.work, fresh=True, before_b=lambda: shutil.rmtree(target, ignore_errors=True),
        )  # fmt: skip

    def growth(self) -> None:
        """T5: CPU at S=1000 over S=100, and peak memory."""
        large, small = self.place(1000), self.place(100)
        measured = pairs(
            large.argosy("render", "--stdout"), small.argosy("render", "--stdout"), cwd_a=str(large.folder),
            cwd_b=str(small.folder), rounds=max(3, self.rounds // 2),
        )  # fmt: skip
        self.row("T5 growth S=1000 / S=100", "10.5", measured)
        print(f"{'T5 peak memory at S=1000':<34}{max(r.memory for r in measured.a):8.0f}   target 150 MiB", flush=True)

    def noop(self) -> None:
        """T6: nothing to do at S=1000, against git status on the same tree."""
        place = self.place(1000)
        run(place.argosy("render"), str(place.folder))
        git = ["git", "-C", str(place.folder)]
        if not (place.folder / ".git").exists():
            subprocess.run([*git, "init", "-q"], check=True)
            subprocess.run([*git, "add", "-A"], check=True)
            who = ["-c", "user.name=bench", "-c", "user.email=bench@example.test"]
            subprocess.run([*git, *who, "commit", "-qm", "rendered"], check=True)
        status = ["git", "status", "--porcelain"]
        self.against("T6 no-op S=1000 vs git status", "4", place, place.argosy("render"), status, place.folder)

    def validate(self) -> None:
        """T10: what validation adds to a render."""
        place = self.place(1000)
        self.against(
            "T10 validate / render --stdout", "1.25", place, place.argosy("validate", "--no-drift"),
            place.argosy("render", "--stdout"), place.folder, rounds=max(3, self.rounds // 2), codes=(0, 1),
        )  # fmt: skip

    # -- against peers ------------------------------------------------------------------------------------------

    def engines(self) -> None:
        """T1, T3: against jrsonnet, the Helm engine and plain Jinja2 at S=1000, each writing its tree."""
        if self.peers is None:
            print("engines: needs --peers")
            return
        peers = self.peers / "W1000"
        place = self.place(1000)
        python = str(self.peers / "venv/bin/python")
        out = self.work / "peer"
        for name, folder, target in (
            ("T1 jrsonnet", "jsonnet", "0.35"),
            ("T3 Helm engine", "helm", "0.5"),
            ("T3 plain Jinja2", "jinja", "0.9"),
        ):
            command = [python, str(peers / folder / "run.py"), str(out)]
            self.against(
                f"{name} S=1000", target, place, place.argosy("render"), command, peers / folder, fresh=True,
                rounds=max(3, self.rounds // 2), before_b=lambda: shutil.rmtree(out, ignore_errors=True),
            )  # fmt: skip

    def foreign(self) -> None:
        """T8, T9: the rendered tree as foreign manifests, against kubeconform -strict with the same schemas."""
        if self.kubeconform is None:
            print("foreign: needs --kubeconform")
            return
        from benchmarks.kubeconform import schema_folder

        schemas = schema_folder(self.work / "schemas")
        for services, target in ((1000, "2"), (100, "2"), (10, "2")):
            place = self.place(services)
            tree = place.folder / "rendered"
            theirs = [
                self.kubeconform,
                "-strict",
                "-schema-location",
                f"{schemas}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json",
                str(tree),
            ]
            copied = self.work / f"foreign-{services}"
            shutil.copytree(tree, copied, dirs_exist_ok=True, ignore=shutil.ignore_patterns("index.json"))
            theirs[-1] = str(copied)
            for label, options, wanted in (("all rules", [], target), ("schemas alone", ["--ignore-rules"], "0.4")):
                ours = place.argosy("validate", *(options and ["--schemas-only"]), str(copied))
                self.against(
                    f"T8 foreign S={services}, {label}", wanted, place, ours, theirs, self.work,
                    rounds=max(3, self.rounds // 2), codes=(0, 1), theirs_codes=(0, 1),
                )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="startup cold_one copy growth noop validate engines foreign")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--kubeconform", help="path of the kubeconform command")
    arguments = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    # An installed command runs from compiled files.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="argosy-bench-") as work:
        bench = Bench(Path(work), arguments.rounds, arguments.peers, arguments.kubeconform)
        names = arguments.names or ["startup", "cold_one", "copy", "growth", "noop", "validate"]
        for name in names:
            getattr(bench, name)()


if __name__ == "__main__":
    main()

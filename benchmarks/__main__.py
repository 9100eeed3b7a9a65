"""Run the measurements: `python -m benchmarks [--peers DIR] [--kubeconform PATH] [--rounds N] [NAME ...]`.

Every figure is a ratio of CPU seconds, pair by pair in one run, the median of at least 7 pairs: absolute times move too
much from machine to machine. `--peers` names a folder that the peers' workload script filled: W100 and W1000, one
folder a peer below. README.md says what each figure is and what was measured last.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.paired import Pairs, pairs, run
from benchmarks.place import NOTHING, ROOT, Place, Work

OWN = ("startup", "cold_one", "copy", "growth", "validate", "writer", "noop")
PEERS = ("engines", "generators", "one_changed", "foreign")


class Bench:
    """The measurements by name; each prints one row a figure."""

    def __init__(self, work: Path, options: argparse.Namespace) -> None:
        self.work, self.options, self.rounds = Work(work), options, int(options.rounds)
        self._places: dict[int, Place] = {}

    def place(self, services: int) -> Place:
        if services not in self._places:
            self._places[services] = Place(self.work, services)
        return self._places[services]

    def against(
        self, name: str, target: float, place: Place, ours: Sequence[str], theirs: Sequence[str], cwd: Path,
        *, before_a: Callable[[], None] | None = None, before_b: Callable[[], None] | None = None,
        rounds: int = 0, codes: Sequence[int] = (0,), theirs_codes: Sequence[int] = (0,), by: str = "cpu",
    ) -> Pairs:  # fmt: skip
        measured = pairs(
            ours, theirs, cwd_a=str(place.folder), cwd_b=str(cwd), rounds=rounds or self.rounds,
            before_a=before_a, before_b=before_b, codes_a=codes, codes_b=theirs_codes,
        )  # fmt: skip
        a, b = measured.a[-1], measured.b[-1]
        note = (
            f"last pair {a.cpu:.2f} s and {b.cpu:.2f} s CPU, {a.wall:.2f} s and {b.wall:.2f} s wall, {a.memory:.0f} MiB"
        )
        row(name, target, measured.ratio(by), note)
        return measured

    def row(self, name: str, target: float, figure: float) -> None:
        row(name, target, figure)

    # -- what needs no peer ------------------------------------------------------------------------------------

    def startup(self) -> None:
        """T11: --version, --help, render --help against python -c pass."""
        place = self.place(1)
        for words, target in ((["--version"], 2.2), (["--help"], 2.2), (["render", "--help"], 5.5)):
            name = f"T11 `{' '.join(words)}` / python -c pass"
            self.against(name, target, place, place.argosy(*words), NOTHING, place.folder, rounds=2 * self.rounds)

    def cold_one(self) -> None:
        """T12: one service, nothing cached, rendered; the same validated."""
        place = self.place(1)
        for verb, before in (("render", place.unrendered), ("validate", None)):
            name = f"T12 {verb} one service / python -c pass"
            self.against(name, 13, place, place.argosy(verb), NOTHING, place.folder, before_a=before)

    def copy(self) -> None:
        """T4: full render at S=1000 against cp -r of the tree it writes."""
        place, source, target = self.place(1000), self.work.folder / "copied", self.work.folder / "copy"
        shutil.copytree(place.folder / "rendered", source)
        self.against(
            "T4 render S=1000 / cp -r", 3, place, place.argosy("render"), ["cp", "-r", str(source), str(target)],
            self.work.folder, before_a=place.unrendered, before_b=self.work.aside(target),
        )  # fmt: skip

    def growth(self) -> None:
        """T5: CPU at S=1000 over S=100, and peak memory."""
        large, small = self.place(1000), self.place(100)
        measured = pairs(
            large.argosy("render"), small.argosy("render"), cwd_a=str(large.folder), cwd_b=str(small.folder),
            rounds=self.rounds, before_a=large.unrendered, before_b=small.unrendered,
        )  # fmt: skip
        row("T5 render S=1000 / S=100", 10.5, measured.ratio())
        row("T5 peak memory at S=1000, MiB", 150, max(r.memory for r in measured.a))

    def validate(self) -> None:
        """T10: what validation adds to a render."""
        place = self.place(100)
        ours, theirs = place.argosy("validate", "--no-drift"), place.argosy("render", "--stdout")
        self.against("T10 validate / render S=100", 1.25, place, ours, theirs, place.folder, codes=(0, 1))

    def writer(self) -> None:
        """T13: the writer and the reader against PyYAML's C ones, in process."""
        from benchmarks.in_process import ratios

        written, read = ratios(self.place(100).folder / "rendered", self.rounds)
        row("T13 writer / CSafeDumper", 0.15, written)
        row("T13 reader / CSafeLoader", 0.55, read)

    def noop(self) -> None:
        """T6: nothing to do at S=1000, against git status on the same tree."""
        place = self.place(1000)
        if not place.committed:
            place.commit()
        run(place.argosy("render"), str(place.folder))
        status = ["git", "status", "--porcelain"]
        self.against("T6 no-op S=1000 / git status", 4, place, place.argosy("render"), status, place.folder)

    # -- against peers ------------------------------------------------------------------------------------------

    def engines(self) -> None:
        """T1, T3: against jrsonnet, the Helm engine and plain Jinja2 at S=1000, each writing its tree."""
        peers, place, out = self._peers(1000), self.place(1000), self.work.folder / "peer"
        for name, folder, words, target in (
            ("T1 render S=1000 / jrsonnet", "jsonnet", ("rjsonnet", "yaml"), 0.35),
            ("T3 render S=1000 / Helm engine", "helm", (), 0.5),
            ("T3 render S=1000 / plain Jinja2", "jinja", (), 0.9),
        ):
            command = [self.options.python, str(peers / folder / "run.py"), *words, str(out)]
            self.against(
                name, target, place, place.argosy("render"), command, peers / folder,
                before_a=place.unrendered, before_b=self.work.aside(out), rounds=max(3, self.rounds // 2),
            )  # fmt: skip

    def generators(self) -> None:
        """T2: against make-argocd-fly, kapitan and kustomize at S=100."""
        peers, place, out = self._peers(100), self.place(100), self.work.folder / "peer"
        overlays = peers / "kustomize/overlays"
        each = f"kubectl kustomize {overlays}/$env -o {out}/$env.yaml || exit 1"
        loop = f"mkdir {out}; for env in dev staging prod; do {each}; done"
        fly = ["make-argocd-fly", "--root-dir", str(peers / "maf"), "--skip-latest-version-check"]
        kapitan = ["kapitan", "compile", "--output-path", str(out)]
        for name, probe, command, cwd, target in (
            ("make-argocd-fly", "make-argocd-fly", fly, peers / "maf", 0.03),
            ("kapitan", "kapitan", kapitan, peers / "kapitan-jinja", 0.03),
            ("kustomize, three overlays", "kubectl", ["sh", "-c", loop], peers, 0.05),
        ):
            if not starts(probe):
                print(f"T2 {name}: not here, or does not start")
            else:
                self.against(
                    f"T2 render S=100 / {name}", target, place, place.argosy("render"), command, cwd,
                    before_a=place.unrendered, before_b=self.work.aside(out, peers / "maf/output"), rounds=3,
                )  # fmt: skip

    def one_changed(self) -> None:
        """T7: one changed service at S=1000 against one overlay of kustomize."""
        place, change = self.place(1000), self.place(1000).changed()
        overlay = self._peers(1000) / "kustomize/overlays/prod/svc-0001"
        theirs = ["kubectl", "kustomize", str(overlay)]
        for name, words, target in (("named", ("render", "svc-0001"), 0.35), ("found by itself", ("render",), 1)):
            ours = place.argosy(*words)
            self.against(f"T7 one changed, {name} / kustomize", target, place, ours, theirs, overlay, before_a=change)

    def foreign(self) -> None:
        """T8, T9: the rendered tree as foreign manifests, against kubeconform -strict with the same schemas."""
        from benchmarks.foreign import measure

        measure(self, str(self.options.kubeconform))

    def _peers(self, services: int) -> Path:
        return Path(self.options.peers).resolve() / f"W{services}"


def starts(command: str) -> bool:
    """Whether a command is there and works."""
    return bool(shutil.which(command)) and not subprocess.run([command, "--help"], capture_output=True).returncode


def row(name: str, target: float, figure: float, note: str = "") -> None:
    """One line of the table in README.md."""
    shown = f"{figure:.0f}" if figure >= 100 else f"{figure:.3g}"
    print(f"| {name} | {target:g} | {shown} | {'met' if figure <= target else 'missed'} | {note} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=" ".join((*OWN, *PEERS)))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", help="the folder with the peers' input; their commands are found on PATH")
    parser.add_argument("--python", default="python3", help="the interpreter that has the peers' packages")
    parser.add_argument("--kubeconform", help="path of the kubeconform command")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    # An installed command runs from compiled files.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="argosy-bench-") as work:
        bench = Bench(Path(work), options)
        for name in options.names or OWN:
            getattr(bench, name)()


if __name__ == "__main__":
    main()

"""Rendered trees judged as somebody else's manifests, beside kubeconform -strict with the same schemas."""

from __future__ import annotations

import shutil
import statistics
from typing import TYPE_CHECKING

from benchmarks.kubeconform import LOCATION, schema_folder
from generator.build import build
from generator.rules.catalogue import rules
from generator.values.source import read_source

if TYPE_CHECKING:
    from benchmarks.__main__ import Bench
    from benchmarks.paired import Pairs

VERSION = "1.33"


def measure(bench: Bench, kubeconform: str) -> None:
    """CPU for each size (one process of ours), then wall time (as many as there are cores), growth and memory."""
    alone = ["--ignore", ",".join(rule.id for rule in rules())]
    kinds = {(m.api_version, m.id.kind) for m in build(read_source(bench.place(10).folder), lean=True).fleet}
    schemas = schema_folder(bench.work.folder / "schemas", sorted(kinds), VERSION)
    trees = {services: _tree(bench, services) for services in (3000, 500, 100, 10)}

    def against(services: int, what: str, options: list[str], target: float, *, by: str = "cpu") -> Pairs:
        theirs = [kubeconform, "-strict", "-schema-location", f"{schemas}/{LOCATION}", trees[services]]
        name = f"T8 foreign S={services}, {what} / kubeconform{', wall time' if by == 'wall' else ''}"
        return bench.against(
            name, target, bench.place(services), bench.place(services).argosy("validate", *options, trees[services]),
            theirs, bench.work.folder, rounds=min(bench.rounds, 5), codes=(0, 1), theirs_codes=(0, 1), by=by,
        )  # fmt: skip

    one = ["--jobs", "1"]
    whole = {}
    for services, targets in ((3000, (0.4, 2)), (500, (0.4, 2)), (100, (0.4, 2)), (10, (0.8, 2))):
        against(services, "schemas", [*one, *alone], targets[0])
        whole[services] = against(services, "all rules", one, targets[1])
    against(500, "schemas", alone, 1, by="wall")
    against(500, "all rules", [], 2, by="wall")
    bench.row("all rules, CPU an object S=3000 / S=100", 1.1, _each(whole[3000], 3000) / _each(whole[100], 100))
    bench.row("peak memory of all rules S=3000, MiB", 1500, max(run.memory for run in whole[3000].a))


def _tree(bench: Bench, services: int) -> str:
    """What a place of that size rendered, without what only argosy knows."""
    tree = bench.work.folder / f"foreign-{services}"
    shutil.copytree(bench.place(services).folder / "rendered", tree, ignore=shutil.ignore_patterns("index.json"))
    return str(tree)


def _each(measured: Pairs, services: int) -> float:
    """CPU seconds an object, of our runs."""
    return statistics.median(run.cpu for run in measured.a) / (services * 33 + 201)

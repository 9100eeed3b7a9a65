"""Rendered trees judged as somebody else's manifests, beside kubeconform -strict with the same schemas."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.kubeconform import LOCATION, schema_folder
from generator.build import build
from generator.rules.catalogue import rules
from generator.values.source import read_source

if TYPE_CHECKING:
    from benchmarks.__main__ import Bench

VERSION = "1.33"


def measure(bench: Bench, kubeconform: str) -> None:
    """Two rows a size: schemas alone, and all default rules."""
    alone = ["--ignore", ",".join(rule.id for rule in rules())]
    kinds = {(m.api_version, m.id.kind) for m in build(read_source(bench.place(10).folder), lean=True).fleet}
    schemas = schema_folder(bench.work.folder / "schemas", sorted(kinds), VERSION)
    # A folder may hold 20,000 files, which is 600 services.
    for services, targets in ((500, (0.4, 2)), (100, (0.4, 2)), (10, (0.8, 2))):
        place, tree = bench.place(services), bench.work.folder / f"foreign-{services}"
        shutil.copytree(place.folder / "rendered", tree, ignore=shutil.ignore_patterns("index.json"))
        theirs = [kubeconform, "-strict", "-schema-location", f"{schemas}/{LOCATION}", str(tree)]
        for what, options, target in (("schemas", alone, targets[0]), ("all rules", [], targets[1])):
            bench.against(
                f"T8 foreign S={services}, {what} / kubeconform", target, place,
                place.argosy("validate", *options, str(tree)), theirs, bench.work.folder,
                rounds=3, codes=(0, 1), theirs_codes=(0, 1),
            )  # fmt: skip

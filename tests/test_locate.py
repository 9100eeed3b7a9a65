"""From a rendered field to the line somebody wrote, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import Built, build
from generator.model import Manifest
from generator.provenance import field_at, reached, source_of
from generator.values.source import read_source
from tests.repositories import WEB, write

FILES: dict[str, str | None] = {
    "values/defaults.yaml": "autoscaling: {min: 1, max: 4, cpu: 70}\n",
    "values/services/web/values.yaml": WEB + "autoscaling:\n  max: 10\n",
}


@pytest.fixture
def fleet(tmp_path: Path) -> Built:
    return build(read_source(write(tmp_path, FILES)))


def manifest(built: Built, path: str) -> Manifest:
    return next(m for m in built.fleet if m.path == path)


HPA = "production/shop/web/horizontalpodautoscaler-web.yaml"
DEPLOYMENT = "production/shop/web/deployment-web.yaml"


@pytest.mark.parametrize(
    ("path", "field", "place"),
    [
        (HPA, ("spec", "maxReplicas"), "values/services/web/values.yaml:8:8"),
        (HPA, ("spec", "minReplicas"), "values/defaults.yaml:1:20"),
        (DEPLOYMENT, ("spec", "template", "spec", "containers", 0, "image"), "values/services/web/values.yaml:3:44"),
        (
            DEPLOYMENT,
            ("spec", "template", "spec", "containers", 0, "resources", "requests", "memory"),
            "values/services/web/values.yaml:6:33",
        ),
    ],
)
def test_a_field_is_placed_where_its_value_was_written(
    fleet: Built, path: str, field: tuple[str, ...], place: str
) -> None:
    assert str(manifest(fleet, path).origin(field)) == place


def test_a_missing_field_is_placed_near_what_caused_it(fleet: Built) -> None:
    field = ("spec", "template", "spec", "containers", 0, "resources", "requests", "ephemeral-storage")
    origin = manifest(fleet, DEPLOYMENT).origin(field)
    assert origin is not None
    assert origin.file == "values/services/web/values.yaml"


def test_what_a_value_overrode_is_told_strongest_first(fleet: Built) -> None:
    found = manifest(fleet, HPA)
    line = next(n for n, text in enumerate(found.text.split("\n"), 1) if "maxReplicas" in text)
    assert field_at(found, line) == ("spec", "maxReplicas")
    _, source = source_of(fleet, found, ("spec", "maxReplicas"))
    assert source is not None
    assert source.path == ("autoscaling", "max")
    assert [(str(w.origin), w.value) for w in source.writings] == [
        ("values/services/web/values.yaml:8:8", 10), ("values/defaults.yaml:1:28", 4),
    ]  # fmt: skip


def test_a_value_knows_every_field_it_reaches(fleet: Built) -> None:
    rows = [
        (m.path, ".".join(map(str, path)), value)
        for m, path, value in reached(fleet, "values/services/web/values.yaml", 8)
    ]
    assert ("dev/shop/web/horizontalpodautoscaler-web.yaml", "spec.maxReplicas", 10) in rows
    assert (HPA, "spec.maxReplicas", 10) in rows

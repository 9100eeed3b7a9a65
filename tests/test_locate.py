"""From a rendered field to the line somebody wrote, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import Built, build
from generator.locate import path_in
from generator.model import Manifest
from generator.provenance import field_at, reached, source_of
from generator.values.source import read_source
from tests.repositories import FLEET, WEB, write

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


@pytest.mark.parametrize(
    ("message", "path"),
    [
        ("autoscaling.min: above max", ("autoscaling", "min")),
        ("autoscaling.mix: above max", ("autoscaling",)),
        ("autoscaling: odd", ("autoscaling",)),
        ("autoscalings: odd", ()),
        ("config./app/a.yaml.x: odd", ("config", "/app/a.yaml", "x")),
        ("config./app: odd", ("config", "/app")),
        ("rules[1].name: odd", ("rules", 1, "name")),
        ("rules[9].name: odd", ("rules",)),
        ("rules[models].name: odd", ("rules", 1, "name")),
        ("rules[] is empty", ("rules",)),
        ("`rules[0]` is odd", ("rules", 0)),
        ("", ()),
    ],
)
def test_a_message_tells_the_path_it_is_about(message: str, path: tuple[str | int, ...]) -> None:
    values = {
        "autoscaling": {"min": 5, "max": 4},
        "config": {"/app": "x", "/app/a.yaml": {"x": 1}},
        "rules": [{"name": "first"}, {"name": "models"}],
    }
    assert path_in(message, values) == path


def test_values_that_contradict_each_other_are_told_at_their_line(tmp_path: Path) -> None:
    files = {**FILES, "values/services/web/production.yaml": "health:\n  readiness: {path: /up, port: api}\n"}
    (finding,) = build(read_source(write(tmp_path, files))).findings
    assert finding.message == "health.readiness: port 'api' is not declared; ports are http"
    assert (str(finding.origin), finding.length) == ("values/services/web/production.yaml:2:3", len("readiness"))


def test_a_value_of_a_chart_is_placed_where_it_was_written(tmp_path: Path) -> None:
    chart = "chart: {repository: https://charts.example.com, name: keda, version: 2.18.1}\nnamespace: shop\n"
    files: dict[str, str | None] = {"values/platform/keda.yaml": chart + "values:\n  operator: {replicas: 2}\n"}
    files["values/fleet.yaml"] = FLEET.replace("shop: {owner: shop-team}", "shop: {}\n  platform: {}")
    built = build(read_source(write(tmp_path, files)))
    found = manifest(built, "dev/apps/application-dev-keda.yaml")
    path = ("spec", "source", "helm", "valuesObject", "operator", "replicas")
    assert str(found.origin(path)) == "values/platform/keda.yaml:4:24"

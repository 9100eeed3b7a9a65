"""What a build gives beside the manifests themselves: the lean form of a fleet."""

from __future__ import annotations

from pathlib import Path

from generator.build import build
from generator.template.settle import settled
from generator.values.source import read_source
from tests import repositories

ROOT = Path(__file__).parent.parent


def test_a_lean_fleet_has_the_same_texts_places_and_order() -> None:
    source = read_source(ROOT)
    whole, lean = build(source), build(source, lean=True)
    assert len(lean.fleet) > 100
    assert [(m.path, m.text, m.id, m.wave) for m in lean.fleet] == [(m.path, m.text, m.id, m.wave) for m in whole.fleet]
    assert lean.findings == whole.findings


def test_the_body_of_a_lean_manifest_is_what_its_text_says(tmp_path: Path) -> None:
    source = read_source(repositories.write(tmp_path, {}))
    whole, lean = build(source), build(source, lean=True)
    assert [m.body for m in lean.fleet] == [settled(m.body) for m in whole.fleet]


def test_patches_apply_to_a_lean_fleet(tmp_path: Path) -> None:
    patch = """\
patches:
  - name: pause
    reason: nothing is rolled out in dev
    target: {kind: Deployment}
    merge: {spec: {paused: true}}
"""
    source = read_source(repositories.write(tmp_path, {"values/services/web/dev.yaml": patch}))
    lean = build(source, lean=True)
    assert not lean.failed
    paused = [m.path for m in lean.fleet if m.id.kind == "Deployment" and "paused: true" in m.text]
    assert paused == ["dev/shop/web/deployment-web.yaml"]


def test_a_lean_manifest_still_knows_where_its_fields_were_written(tmp_path: Path) -> None:
    source = read_source(repositories.write(tmp_path, {}))
    deployment = next(m for m in build(source, lean=True).fleet if m.id.kind == "Deployment")
    origin = deployment.origin(("spec", "template", "spec", "containers", 0, "image"))
    assert origin is not None
    assert (origin.file, origin.line) == ("values/services/web/values.yaml", 3)

"""What `argosy render` refuses to write, and what its check says."""

from __future__ import annotations

from pathlib import Path

from tests.repositories import WEB, write
from tests.test_cli import argosy

PATCH = """\
patches:
  - name: wrong
    target: {kind: Deployment}
    reason: a mistake on purpose
    merge: {spec: {pausd: true}}
"""


def test_an_object_that_fits_no_schema_is_not_written(tmp_path: Path) -> None:
    write(tmp_path, {"values/services/web/values.yaml": WEB + PATCH})
    done = argosy(tmp_path, "render")
    assert done.returncode == 1
    assert "unknown key `pausd` in `spec`; did you mean `paused`?" in done.stderr
    assert "values/services/web/values.yaml:11:20" in done.stderr
    assert not (tmp_path / "rendered").exists()
    assert argosy(tmp_path, "render", "web").returncode == 1


def test_what_is_suppressed_with_a_reason_is_written(tmp_path: Path) -> None:
    reason = "the cluster runs a fork that knows it"
    text = WEB + PATCH.replace("true}}", f"true}}}}  # argosy: ignore[unknown-field] {reason}")
    write(tmp_path, {"values/services/web/values.yaml": text})
    done = argosy(tmp_path, "render")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_raw_object_without_a_schema_is_told(tmp_path: Path) -> None:
    raw = "manifests:\n  odd: {apiVersion: example.com/v1, kind: Odd, metadata: {name: odd, namespace: shop}}\n"
    write(tmp_path, {"values/services/web/values.yaml": WEB + raw})
    done = argosy(tmp_path, "render")
    assert done.returncode == 1
    assert "error[unknown-gvk]" in done.stderr


def test_an_api_that_is_gone_is_not_written(tmp_path: Path) -> None:
    raw = (
        "manifests:\n  old:\n    apiVersion: policy/v1beta1\n    kind: PodDisruptionBudget\n"
        "    metadata: {name: old, namespace: shop}\n"
        "    spec: {maxUnavailable: 1, selector: {matchLabels: {app: old}}}\n"
    )
    write(tmp_path, {"values/services/web/values.yaml": WEB + raw})
    done = argosy(tmp_path, "render")
    assert done.returncode == 1
    assert "error[wrong-group-for-kind]" in done.stderr
    assert not (tmp_path / "rendered").exists()


def test_a_kind_whose_definition_is_in_the_fleet_is_written(tmp_path: Path) -> None:
    raw = (
        "manifests:\n  definition:\n    apiVersion: apiextensions.k8s.io/v1\n    kind: CustomResourceDefinition\n"
        "    metadata: {name: odds.example.com}\n    spec:\n      group: example.com\n      scope: Namespaced\n"
        "      names: {kind: Odd, plural: odds}\n      versions:\n"
        "        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}\n"
        "  odd: {apiVersion: example.com/v1, kind: Odd, metadata: {name: odd, namespace: shop}}\n"
    )
    write(tmp_path, {"values/services/web/values.yaml": WEB + raw})
    done = argosy(tmp_path, "render")
    assert (done.returncode, done.stderr) == (0, "")


def test_check_tells_an_interrupted_render_and_a_conflict_apart_from_drift(tmp_path: Path) -> None:
    write(tmp_path, {})
    assert argosy(tmp_path, "render").returncode == 0
    file = tmp_path / "rendered/dev/shop/web/deployment-web.yaml"
    text = file.read_text("utf8")
    file.write_text("<<<<<<< ours\n" + text + "=======\n" + text + ">>>>>>> theirs\n", encoding="utf8")
    assert argosy(tmp_path, "render", "--check").returncode == 2
    file.write_text(text, encoding="utf8")
    assert argosy(tmp_path, "render", "--check", "--no-cache").returncode == 0
    (tmp_path / ".argosy/journal").write_text("cut off", encoding="utf8")
    assert argosy(tmp_path, "render", "--check").returncode == 5

"""Objects against schemas as `validate` asks for them: the CRDs of the input are schemas too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli.boundary import run

CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties: {spec: {type: object, properties: {size: {type: integer}}}}
"""
WIDGET = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: NAME, namespace: shop}\nspec: {size: SIZE}\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: shop}\ndata: {a: b}\n"


def widget(size: str, name: str = "a") -> str:
    return WIDGET.replace("SIZE", size).replace("NAME", name)


def environment(size: str, crd: str = "") -> str:
    """A folder that others are twins of; see generator/manifests/environments.py."""
    configs = [CONFIG.replace("NAME", name) for name in ("a", "b", "c")]
    return "---\n".join([*configs, widget(size), *([crd] if crd else [])])


def found(files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], *paths: str) -> list[str]:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    run(["validate", *paths, "--format", "json"])
    told = json.loads(capsys.readouterr().out)["findings"]
    return [f"{f['file']} {f['rule']}" for f in told if f["rule"] in ("unknown-gvk", "type-mismatch", "unknown-field")]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_crd_beside_an_object_judges_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"crds.yaml": CRD, "bad.yaml": widget("x"), "good.yaml": widget("1", "b")}
    assert found(files, tmp_path, capsys, "crds.yaml", "bad.yaml", "good.yaml") == ["bad.yaml type-mismatch"]
    assert found(files, tmp_path, capsys, "bad.yaml") == ["bad.yaml unknown-gvk"]


def test_imported_schemas_are_stronger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"crds.yaml": CRD, "mine.yaml": CRD.replace("integer", "string"), "a.yaml": widget("x")}
    assert found(files, tmp_path, capsys, "crds.yaml", "a.yaml") == ["a.yaml type-mismatch"]
    assert run(["schemas", "import", "mine.yaml"]) == 0
    capsys.readouterr()
    assert found(files, tmp_path, capsys, "crds.yaml", "a.yaml") == []


def test_a_folder_of_crds_holds_for_every_environment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"crds/w.yaml": CRD, "dev/a.yaml": environment("1"), "prod/a.yaml": environment("x")}
    assert found(files, tmp_path, capsys, ".") == ["prod/a.yaml type-mismatch"]


def test_an_environment_is_judged_by_its_own_crds_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CRD.replace("integer", "string")
    files = {"dev/a.yaml": environment("x", text), "prod/a.yaml": environment("x", CRD)}
    assert found(files, tmp_path, capsys, ".") == ["prod/a.yaml type-mismatch"]


OLD = """\
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: {name: web}
spec: {}
---
apiVersion: rbac.istio.io/v1alpha1
kind: ServiceRole
metadata: {name: web, namespace: shop}
spec: {}
"""


@pytest.mark.parametrize(
    ("version", "rules"),
    [
        ("1.24", ["dep-api-deprecated", "dep-api-deprecated", "dep-istio-version"]),
        ("1.34", ["dep-api-removed", "dep-api-removed", "dep-istio-version"]),
    ],
)
def test_an_api_that_was_is_told_by_what_became_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], version: str, rules: list[str]
) -> None:
    (tmp_path / "argosy.yaml").write_text(f'products: {{kubernetes: "{version}"}}\n')
    (tmp_path / "old.yaml").write_text(OLD)
    run(["validate", ".", "--format", "json", "--ignore", "disruption"])
    told = json.loads(capsys.readouterr().out)["findings"]
    assert [f["rule"] for f in sorted(told, key=lambda f: int(f["line"]))] == rules

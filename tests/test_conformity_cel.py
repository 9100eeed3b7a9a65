"""CEL rules of CRDs as `validate` tells them: with the extra, without it, from the input and from `.schemas/`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.cli.boundary import run
from generator.schema_store.cel.rules import scope_of
from generator.schema_store.records import bundled_root
from generator.schema_store.store import EVALUATED

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
        properties:
          spec:
            type: object
            x-kubernetes-validations:
            - {rule: self.min <= self.max, message: min is more than max, fieldPath: .min}
            - {rule: self.min == oldSelf.min}
            properties:
              min: {type: integer}
              max: {type: integer, default: 3}
"""
WIDGET = "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: NAME, namespace: shop}\nspec:\n  min: MIN\n"
ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  rules:
  - backendRefs: [{name: web}]
"""
WITHOUT = """\
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "cel":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from generator.cli.boundary import run
sys.exit(run(sys.argv[1:]))
"""


def widget(least: int, name: str = "a") -> str:
    return WIDGET.replace("MIN", str(least)).replace("NAME", name)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "crd.yaml").write_text(CRD)
    (tmp_path / "bad.yaml").write_text(widget(5))
    (tmp_path / "good.yaml").write_text(widget(2, "b"))


def told(capsys: pytest.CaptureFixture[str], *paths: str) -> dict[str, Any]:
    pytest.importorskip("cel")
    run(["validate", *paths, "--format", "json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    found["findings"] = [one for one in found["findings"] if one["rule"] == "cel-rule-violation"]
    return found


def without_the_extra(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process that has no CEL engine."""
    root = str(Path(__file__).resolve().parents[1])
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r})\n{WITHOUT}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_broken_rule_is_told_at_its_field_with_its_crd(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = told(capsys, "crd.yaml", "bad.yaml", "good.yaml")["findings"]
    assert (found["severity"], found["message"], found["pointer"]) == ("error", "min is more than max", "/spec/min")
    assert (found["file"], found["line"], found["column"]) == ("bad.yaml", 5, 8)
    assert [(one["message"], one["file"], one["line"]) for one in found["related"]] == [
        ("a rule of the CRD widgets.example.com", "crd.yaml", 19)
    ]


def test_an_imported_schema_has_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schemas", "import", "crd.yaml"]) == 0
    capsys.readouterr()
    (found,) = told(capsys, "bad.yaml", "good.yaml")["findings"]
    assert found["message"] == "min is more than max"
    assert ".schemas" in found["fix"]["text"]


def test_an_object_that_its_schema_refuses_has_no_other_finding(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.yaml").write_text(widget(5) + "  other: 1\n")
    assert told(capsys, "crd.yaml", "bad.yaml")["findings"] == []


def test_a_rule_that_cannot_be_told_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("crd.yaml").write_text(CRD.replace("self.min <= self.max", "nothing(self.min)"))
    (found,) = told(capsys, "crd.yaml", "bad.yaml", "good.yaml")["findings"]
    assert found["severity"] == "unverifiable"
    assert found["message"] == "a CEL rule of Widget is not evaluated: the function `nothing` is not known here"


def test_the_rules_of_bundled_routes_are_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    Path("route.yaml").write_text(ROUTE)
    (found,) = told(capsys, "route.yaml")["findings"]
    assert (found["line"], found["message"]) == (6, "Must have port for Service reference")
    Path("route.yaml").write_text(ROUTE.replace("name: web}]", "name: web, port: 80}]"))
    assert told(capsys, "route.yaml")["findings"] == []


def test_every_bundled_group_with_rules_is_evaluated_or_has_checks_of_ours() -> None:
    from generator.facts.cel import checks

    ours = {kind.partition(".")[2] for kind in checks()}
    root = bundled_root()
    ruled = set()
    for name, entry in json.loads((root / "index.json").read_text())["kinds"].items():
        text = (root / entry["file"]).read_text()
        scope = scope_of(json.loads(text)) if "x-kubernetes-validations" in text else None
        if scope is not None and scope.count():
            ruled.add(name.split("/")[0])
    assert set(EVALUATED) <= ruled
    assert ruled - set(EVALUATED) <= ours


def test_without_the_extra_one_note_counts_what_was_not_evaluated() -> None:
    done = without_the_extra("validate", "crd.yaml", "bad.yaml", "good.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("1 CEL rule of 1 kind was not evaluated: pip install 'argosy[cel]'.") == 1
    assert "cel-rule-violation" not in done.stdout and done.stderr == ""


def test_without_the_extra_the_note_is_in_every_report_that_has_notes() -> None:
    done = without_the_extra("validate", "crd.yaml", "bad.yaml", "--format", "json")
    assert json.loads(done.stdout)["summary"]["notes"][-1].startswith("1 CEL rule of 1 kind was not evaluated")


def test_without_the_extra_nothing_is_said_where_there_is_no_rule() -> None:
    Path("crd.yaml").write_text(CRD.replace("x-kubernetes-validations", "x-kubernetes-nothing"))
    assert "CEL" not in without_the_extra("validate", "crd.yaml", "good.yaml").stdout


def test_objects_without_rules_do_not_load_the_engine() -> None:
    Path("config.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\ndata: {a: b}\n")
    code = "import sys\nfrom generator.cli.boundary import run\nrun(['validate', 'config.yaml'])\n"
    code += "print(sorted(name for name in sys.modules if name == 'cel' or '.cel.' in name))\n"
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{code}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr

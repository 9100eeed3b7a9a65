"""`argosy schemas` as a person meets it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from test_schema_store_import import CRD

from generator.cli.boundary import run
from generator.schema_store import bundled_versions


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "crds.yaml").write_text(CRD)
    return tmp_path


def argosy(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["schemas", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_import_says_what_is_new_and_then_what_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = argosy(capsys, "import", "crds.yaml")
    assert code == 0
    assert out == (
        "new     example.com/v1 Widget\n1 schema in .schemas/; commit it, so that everybody checks the same way.\n"
    )
    assert argosy(capsys, "import", "crds.yaml")[1].startswith("same    example.com/v1 Widget\n")
    Path("crds.yaml").write_text(CRD.replace("{type: integer}", "{type: string}"))
    assert argosy(capsys, "import", "crds.yaml")[1].startswith("changed example.com/v1 Widget\n")


def test_import_writes_the_same_bytes_again_and_leaves_them_alone(capsys: pytest.CaptureFixture[str]) -> None:
    argosy(capsys, "import", "crds.yaml")
    files = sorted(path for path in Path(".schemas").rglob("*") if path.is_file())
    assert [path.as_posix() for path in files] == [".schemas/example.com/widget_v1.json", ".schemas/index.json"]
    before = [(path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) for path in files]
    argosy(capsys, "import", "crds.yaml")
    assert [(path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) for path in files] == before


def test_import_keeps_what_was_imported_before(capsys: pytest.CaptureFixture[str]) -> None:
    argosy(capsys, "import", "crds.yaml")
    Path("more.yaml").write_text(CRD.replace("Widget", "Gadget"))
    argosy(capsys, "import", "more.yaml")
    index = json.loads(Path(".schemas/index.json").read_text())
    assert sorted(index["kinds"]) == ["example.com/v1/Gadget", "example.com/v1/Widget"]


def test_import_writes_nothing_when_a_file_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.yaml").write_text("{{- if x }}\na: b\n{{- end }}\n")
    code, _, err = argosy(capsys, "import", "crds.yaml", "bad.yaml")
    assert code == 2
    assert "error[template-residue]" in err
    assert "bad.yaml:1:1" in err
    assert not Path(".schemas").exists()


@pytest.mark.parametrize("arguments", [(), ("--context", "x", "crds.yaml"), ("none.yaml",)])
def test_import_that_cannot_be_is_refused(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    assert argosy(capsys, "import", *arguments)[0] == 2


def fake_kubectl(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int = 0) -> None:
    """A program named kubectl that notes its arguments and answers."""
    (folder / "answer").write_text(answer)
    script = folder / "kubectl"
    stream = ">&2" if code else ""
    script.write_text(f'#!/bin/sh\necho "$@" > "{folder}/arguments"\ncat "{folder}/answer" {stream}\nexit {code}\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def crd_list() -> dict[str, Any]:
    from generator.yamlio.read import read_all

    return {"apiVersion": "v1", "kind": "List", "items": [read_all(CRD.encode(), "x").documents[0].data]}


def test_a_cluster_is_asked_by_kubectl(
    capsys: pytest.CaptureFixture[str], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_kubectl(repository, monkeypatch, json.dumps(crd_list()))
    code, out, _ = argosy(capsys, "import", "--from-cluster", "--context", "prod")
    assert (code, out.splitlines()[0]) == (0, "new     example.com/v1 Widget")
    assert (repository / "arguments").read_text() == "--context=prod get crd --output=json\n"
    index = json.loads(Path(".schemas/index.json").read_text())
    assert index["kinds"]["example.com/v1/Widget"]["source"] == "cluster prod"


@pytest.mark.parametrize(
    ("answer", "code", "expected", "message"),
    [
        ("connection refused", 1, 5, "kubectl failed: connection refused"),
        ("not json", 0, 5, "kubectl did not answer in JSON"),
        ('{"kind": "List", "items": []}', 0, 2, "the cluster has no CustomResourceDefinition"),
    ],
)
def test_a_cluster_that_does_not_answer_is_told(
    capsys: pytest.CaptureFixture[str],
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    expected: int,
    message: str,
) -> None:
    fake_kubectl(repository, monkeypatch, answer, code)
    found, _, err = argosy(capsys, "import", "--from-cluster")
    assert found == expected
    assert message in err


def test_list_shows_imported_kinds_beside_the_bundled_ones(capsys: pytest.CaptureFixture[str]) -> None:
    argosy(capsys, "import", "crds.yaml")
    code, out, _ = argosy(capsys, "list", "widget")
    assert code == 0
    assert out == ("GROUP        KIND    VERSIONS  FROM\nexample.com  Widget  v1        .schemas\n1 kind in 1 group.\n")
    rows = [line.split() for line in argosy(capsys, "list")[1].splitlines()]
    assert ["example.com", "Widget", "v1", ".schemas"] in rows
    assert ["apps", "Deployment", "v1", "Kubernetes", bundled_versions()[-1]] in rows


def test_list_is_json_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = argosy(capsys, "list", "apps/deployment", "--format", "json", "--kubernetes", "1.33")
    assert code == 0
    assert json.loads(out) == {
        "version": 1,
        "kubernetes": "1.33",
        "kinds": [
            {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "partial": [],
                "scope": "Namespaced",
                "served": [],
                "source": "bundled",
                "upstream": "Kubernetes 1.33",
            }
        ],
    }


def test_list_of_nothing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = argosy(capsys, "list", "nosuchkind")
    assert code == 2
    assert "no kind with a schema contains 'nosuchkind'" in err


def test_an_unbundled_version_is_noted(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = argosy(capsys, "list", "apps", "--kubernetes", "1.99")
    assert code == 0
    assert err.startswith("note: Kubernetes 1.99 is not bundled; ")


def test_show_prints_the_fields_as_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    argosy(capsys, "import", "crds.yaml")
    code, out, _ = argosy(capsys, "show", "example.com/v1/Widget", "--path", "spec")
    assert code == 0
    assert out == (
        "example.com/v1 Widget  (cluster, .schemas)\n"
        "`spec`  mapping\n"
        "  operator  string, = | !=\n"
        "  size  integer, required\n"
    )


def test_show_looks_through_lists(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = argosy(capsys, "show", "Deployment", "--path", "spec.template.spec.containers[0].ports")
    assert code == 0
    assert out.splitlines()[1] == "`spec.template.spec.containers.ports`  list of mappings"
    assert "  containerPort  integer, required" in out.splitlines()


def test_show_marks_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    out = argosy(capsys, "show", "Deployment", "--levels", "1")[1]
    assert out.splitlines()[1:] == [
        "  apiVersion  string, required, apps/v1",
        "  kind  string, required, Deployment",
        "  metadata  mapping, required ...",
        "  spec  mapping, required ...",
        "  status  mapping, any keys",
    ]


@pytest.mark.parametrize(
    ("arguments", "message", "fix"),
    [
        (("Deploymnt",), "no kind 'Deploymnt' has a schema; did you mean Deployment?", "argosy schemas list"),
        (("v1/Deployment",), "Deployment is not in `v1`", "write `apiVersion: apps/v1`"),
        (("Gateway",), "Gateway is known in several groups", "networking.istio.io/v1/Gateway"),
        (("Deployment", "--path", "spec.replica"), "Deployment has no field `spec.replica`; did you mean `replicas`?",
         "the fields there are"),
    ],
)  # fmt: skip
def test_show_of_something_unknown_is_told(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, fix: str
) -> None:
    code, _, err = argosy(capsys, "show", *arguments)
    assert code == 2
    assert message in err
    assert fix in err

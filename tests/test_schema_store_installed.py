"""CRDs among the judged objects: which kinds they install, what they override, and CRDs that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.schema_store import SchemaStore

SIZE = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}}
NAME = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"name": {"type": "string"}}}}}


def crd(group: str, kind: str, *, api_version: str = "v1", **versions: Any) -> dict[str, Any]:
    """A CRD that serves the versions with their structural schemas; None is a version that is not served."""
    rows = [
        {
            "name": name,
            "served": schema is not None,
            "storage": False,
            "schema": {"openAPIV3Schema": schema or {"type": "object"}},
        }
        for name, schema in versions.items()
    ]
    return {
        "apiVersion": f"apiextensions.k8s.io/{api_version}",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}s.{group}"},
        "spec": {"group": group, "scope": "Namespaced", "names": {"kind": kind}, "versions": rows},
    }


def verdict(store: SchemaStore, api_version: str, kind: str, **spec: Any) -> list[str]:
    """The rules that an object of the kind with this spec breaks, those that only warn with a question mark."""
    schema = store.schema(api_version, kind)
    if schema is None:
        return [store.suggest(api_version, kind).rule]
    body = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, "spec": spec}
    return sorted(p.rule + "?" * (p.severity == "warning") for p in schema.problems(body))


def test_a_kind_is_judged_strictly_by_its_crd() -> None:
    store = SchemaStore("1.34", crds=[crd("example.com", "Widget", v1=SIZE)])
    assert verdict(store, "example.com/v1", "Widget", size=1) == []
    assert verdict(store, "example.com/v1", "Widget", size="x", sise=1) == ["type-mismatch", "unknown-field"]
    assert store.scope("example.com/v1", "Widget") == "Namespaced"
    assert store.versions_of("Widget") == ["example.com/v1"]


def test_a_version_the_crd_does_not_serve_is_wrong() -> None:
    store = SchemaStore("1.34", crds=[crd("example.com", "Widget", v1=SIZE, v1beta1=None)])
    problem = store.suggest("example.com/v1beta1", "Widget")
    assert problem.rule == "wrong-group-for-kind" and problem.fix == "write `apiVersion: example.com/v1`"
    assert problem.message == (
        "the CRD widgets.example.com does not serve Widget in `example.com/v1beta1`, only in `example.com/v1`"
    )


def test_it_is_stronger_than_the_bundled_schema_in_all_versions() -> None:
    bundled = SchemaStore("1.34")
    assert bundled.schema("keda.sh/v1alpha1", "ScaledObject") is not None
    store = SchemaStore("1.34", crds=[crd("keda.sh", "ScaledObject", v2=SIZE)])
    assert verdict(store, "keda.sh/v2", "ScaledObject", size=1) == []
    assert verdict(store, "keda.sh/v1alpha1", "ScaledObject") == ["wrong-group-for-kind"]
    assert store.versions_of("ScaledObject") == ["keda.sh/v2"]


def test_it_is_weaker_than_a_directory_of_schemas(tmp_path: Path) -> None:
    folder = tmp_path / "example.com"
    folder.mkdir()
    (folder / "widget_v1.json").write_text(json.dumps({**NAME, "additionalProperties": True}))
    store = SchemaStore("1.34", [tmp_path], [crd("example.com", "Widget", v1=SIZE, v2=SIZE)])
    assert verdict(store, "example.com/v1", "Widget", name=1) == ["type-mismatch"]
    assert verdict(store, "example.com/v2", "Widget", name=1) == ["unknown-field"]


def test_the_first_of_two_crds_of_a_kind_counts() -> None:
    store = SchemaStore("1.34", crds=[crd("example.com", "Widget", v1=SIZE), crd("example.com", "Widget", v1=NAME)])
    assert verdict(store, "example.com/v1", "Widget", size=1) == []


def test_a_kind_of_kubernetes_itself_is_not_overridden() -> None:
    store = SchemaStore("1.34", crds=[crd("apps", "Deployment", v1={"type": "object"}, v9={"type": "object"})])
    assert verdict(store, "apps/v1", "Deployment", nonsense=1) == [
        "missing-required",
        "missing-required",
        "unknown-field",
    ]
    assert verdict(store, "apps/v9", "Deployment") == ["wrong-group-for-kind"]


def test_what_an_old_crd_may_keep_is_a_warning() -> None:
    store = SchemaStore("1.34", crds=[crd("example.com", "Widget", api_version="v1beta1", v1=SIZE)])
    assert verdict(store, "example.com/v1", "Widget", more=1) == ["unknown-field?"]
    assert verdict(store, "example.com/v1", "Widget", size="x") == ["type-mismatch"]


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (
            {"type": "object", "properties": {"spec": {"type": "thing"}}},
            "the CRD widgets.example.com: unknown type 'thing' at /properties/spec/type",
        ),
        ({"type": "object", "properties": 5}, "`properties` of the CRD's schema at / is not a mapping of names"),
        ({"type": "object", "required": [1, "a"]}, "the CRD widgets.example.com does not fit its own schema"),
    ],
)
def test_a_kind_whose_crd_cannot_be_used_is_told_as_unknown(schema: dict[str, Any], why: str) -> None:
    store = SchemaStore("1.34", crds=[crd("example.com", "Widget", v1=schema)])
    assert store.schema("example.com/v1", "Widget") is None
    problem = store.suggest("example.com/v1", "Widget")
    assert (problem.rule, problem.severity) == ("unknown-gvk", "unverifiable")
    assert problem.message == f"Widget cannot be checked: {why}"


@pytest.mark.parametrize(
    "broken",
    [{}, {"spec": 5}, {"spec": {"group": "example.com", "names": {"kind": "{{ x }}"}}}, {"spec": {"versions": "v1"}}],
)
def test_a_crd_that_declares_no_kind_installs_nothing(broken: dict[str, Any]) -> None:
    store = SchemaStore("1.34", crds=[broken, crd("example.com", "Widget", v1=SIZE)])
    assert verdict(store, "example.com/v1", "Widget", size=1) == []
    assert len(store.kinds()) == len(SchemaStore("1.34").kinds()) + 1

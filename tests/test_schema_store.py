"""Kinds by table, versions, user directories, and what is said about kinds nobody knows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from schema_bundle import SCALED_OBJECT, write, write_bundle

from generator.model import OMIT, MachineError, UserError
from generator.schema_store import SchemaStore, bundled_versions


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module", params=["rust", "pure"])
def store(request: pytest.FixtureRequest, bundle: Path) -> SchemaStore:
    return SchemaStore("1.32", engine=request.param, bundled=bundle)


def deployment(**container: Any) -> dict[str, Any]:
    pod = {"containers": [{"name": "web", **container}]}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {"selector": {}, "template": {"spec": pod}},
    }


def told(store: SchemaStore, body: dict[str, Any]) -> list[tuple[Any, ...]]:
    schema = store.schema(body["apiVersion"], body["kind"])
    assert schema is not None
    problems = schema.problems(body)
    assert schema.valid(body) == (not problems)
    return [(problem.path, problem.rule, problem.severity) for problem in problems]


def test_a_right_object_has_no_problems(store: SchemaStore) -> None:
    assert told(store, deployment(image="a:1", ports=[{"containerPort": 80}])) == []


def test_definitions_are_reached_through_references(store: SchemaStore) -> None:
    container = ("spec", "template", "spec", "containers", 0)
    assert told(store, deployment(imagee="a")) == [((*container, "imagee"), "unknown-field", "error")]
    requests = (*container, "resources", "requests", "memory")
    assert told(store, deployment(resources={"requests": {"memory": "1GB"}})) == [
        (requests, "quantity-invalid", "error")
    ]


def test_the_root_of_a_core_kind_needs_its_identity(store: SchemaStore) -> None:
    schema = store.schema("apps/v1", "Deployment")
    assert schema is not None
    assert [problem.suggestion for problem in schema.problems({})] == ["apiVersion", "kind", "metadata"]


def test_a_repeated_key_of_a_list_map_is_found(store: SchemaStore) -> None:
    body = deployment(ports=[{"containerPort": 80}, {"containerPort": 80, "protocol": "TCP"}])
    place = ("spec", "template", "spec", "containers", 0, "ports", 1)
    assert told(store, body) == [(place, "list-map-duplicate-key", "error")]
    body = deployment(ports=[{"containerPort": 80}, {"containerPort": 80, "protocol": "UDP"}])
    assert told(store, body) == []


def test_a_repeated_item_of_a_set_is_found(store: SchemaStore) -> None:
    body = deployment()
    body["metadata"]["finalizers"] = ["a", "b", "a"]
    assert told(store, body) == [(("metadata", "finalizers", 2), "list-map-duplicate-key", "error")]


def scaled_object(**trigger: Any) -> dict[str, Any]:
    spec = {"scaleTargetRef": {"name": "web"}, "triggers": [{"type": "cpu", **trigger}]}
    return {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "web"}, "spec": spec}


def test_an_unknown_key_in_a_partial_subtree_is_a_warning(store: SchemaStore) -> None:
    assert told(store, scaled_object(metadata={"value": "1"})) == []
    assert told(store, scaled_object(nam="x")) == [(("spec", "triggers", 0, "nam"), "unknown-field", "warning")]


def test_a_secret_never_shows_a_value(store: SchemaStore) -> None:
    schema = store.schema("v1", "Secret")
    assert schema is not None
    body = {"apiVersion": "v1", "kind": "Secret", "metadata": {}, "stringData": {"a": "hunter2hunter2", "b": 1234567}}
    problems = schema.problems(body)
    assert len(problems) == 2
    assert not any(secret in repr((p.message, p.fix)) for p in problems for secret in ("hunter2", "1234567"))


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [("apps/v1", "../evil"), ("../..", "Deployment"), ("a/b/c/d", "Deployment"), (1, "Pod"), ("v1", ["Pod"]), ("", "")],
)
def test_what_is_no_kind_has_no_schema(store: SchemaStore, api_version: Any, kind: Any) -> None:
    assert store.schema(api_version, kind) is None


def test_a_schema_is_compiled_once(store: SchemaStore) -> None:
    assert store.schema("apps/v1", "Deployment") is store.schema("apps/v1", "Deployment")


def test_what_is_known_of_kinds(store: SchemaStore) -> None:
    assert [(kind.api_version, kind.kind) for kind in store.kinds()] == [
        ("v1", "Secret"),
        ("apps/v1", "Deployment"),
        ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ("keda.sh/v1alpha1", "ScaledObject"),
    ]
    assert store.scope("keda.sh/v1alpha1", "ScaledObject") == "Namespaced"
    assert store.scope("keda.sh/v1", "ScaledObject") == ""
    assert store.upstream("keda.sh/v1alpha1", "ScaledObject") == "KEDA 2.20.2"
    assert store.upstream("apps/v1", "Deployment") == "Kubernetes 1.32"
    assert store.versions_of("HorizontalPodAutoscaler") == ["autoscaling/v2"]
    assert store.lifetime("autoscaling/v2beta2", "HorizontalPodAutoscaler") == ("1.31", "1.31")
    assert store.lifetime("keda.sh/v1alpha1", "ScaledObject") is None


def test_the_schema_of_a_field_and_its_default(store: SchemaStore) -> None:
    path = ("spec", "template", "spec", "containers", 3, "ports", 0, "protocol")
    assert store.subschema("apps/v1", "Deployment", path) == {"type": "string", "default": "TCP"}
    assert store.default_of("apps/v1", "Deployment", path) == "TCP"
    assert store.default_of("apps/v1", "Deployment", ("spec", "selector")) is OMIT
    assert store.subschema("apps/v1", "Deployment", ("spec", "nothing")) is None
    assert store.subschema("apps/v9", "Deployment", ()) is None


@pytest.mark.parametrize(
    ("asked", "used", "noted"),
    [
        ("1.32", "1.32", False),
        ("v1.31.4", "1.31", False),
        ("1.31.4+k3s1", "1.31", False),
        ("1.30", "1.31", True),
        ("1.99", "1.32", True),
        ("2.0", "1.32", True),
    ],
)
def test_the_nearest_bundled_version_is_used_with_a_note(bundle: Path, asked: str, used: str, noted: bool) -> None:
    store = SchemaStore(asked, bundled=bundle)
    assert store.version == used
    assert bool(store.notes) == noted


def test_the_note_names_both_versions(bundle: Path) -> None:
    (note,) = SchemaStore("1.40", bundled=bundle).notes
    assert note == "Kubernetes 1.40 is not bundled; 1.32 is used instead (1.31 to 1.32 are there)"


def test_a_version_that_is_none_is_refused(bundle: Path) -> None:
    with pytest.raises(UserError, match="'latest' is not a Kubernetes version"):
        SchemaStore("latest", bundled=bundle)


def test_missing_data_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"schemas/index\.json does not exist"):
        SchemaStore("1.32", bundled=tmp_path)


@pytest.mark.parametrize(
    ("api_version", "kind", "rule", "severity", "suggestion", "message"),
    [
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "wrong-group-for-kind", "error", "autoscaling/v2",
         "`autoscaling/v2beta2` HorizontalPodAutoscaler is gone since Kubernetes 1.32; this cluster has 1.32"),
        ("apps/v1", "HorizontalPodAutoscaler", "wrong-group-for-kind", "error", "autoscaling/v2",
         "HorizontalPodAutoscaler is not in `apps/v1`; it is known in `autoscaling/v2`"),
        ("v1", "Deployment", "wrong-group-for-kind", "error", "apps/v1",
         "Deployment is not in `v1`; it is known in `apps/v1`"),
        ("keda.sh/v1", "ScaledObject", "wrong-group-for-kind", "error", "keda.sh/v1alpha1",
         "KEDA 2.20.2 does not serve ScaledObject in `keda.sh/v1`, only in `keda.sh/v1alpha1`"),
        ("apps/v1", "Deploymnt", "unknown-gvk", "error", "Deployment",
         "`apps/v1` has no kind `Deploymnt`; did you mean `Deployment`?"),
        ("example.com/v1", "Widget", "unknown-gvk", "unverifiable", "", "no schema for `example.com/v1` Widget"),
        ("serving.example.com/v1", "Deployment", "unknown-gvk", "unverifiable", "",
         "no schema for `serving.example.com/v1` Deployment; a Deployment is known in `apps/v1`"),
    ],
)  # fmt: skip
def test_an_unknown_kind_is_explained(
    store: SchemaStore, api_version: str, kind: str, rule: str, severity: str, suggestion: str, message: str
) -> None:
    problem = store.suggest(api_version, kind)
    assert (problem.rule, problem.severity, problem.suggestion) == (rule, severity, suggestion)
    assert problem.message == message


WIDGET = {"type": "object", "additionalProperties": False, "properties": {"apiVersion": {}, "kind": {}, "spec": {}}}


@pytest.mark.parametrize(
    ("file", "api_version"),
    [
        ("example.com/widget_v1.json", "example.com/v1"),
        ("widget-example-v1.json", "example.com/v1"),
        ("widget_v1.json", "example.com/v1"),
        ("widget-v1.json", "v1"),
    ],
)
def test_schemas_of_others_are_found_by_their_file_names(
    bundle: Path, tmp_path: Path, file: str, api_version: str
) -> None:
    write(tmp_path / file, WIDGET)
    store = SchemaStore("1.32", [tmp_path], bundled=bundle)
    schema = store.schema(api_version, "Widget")
    assert schema is not None
    assert schema.problems({"sepc": 1})[0].suggestion == "spec"
    assert store.schema("other.example.com/v2", "Widget") is None


def test_a_users_schema_overrides_the_bundled_one(bundle: Path, tmp_path: Path) -> None:
    mine = json.loads(json.dumps(SCALED_OBJECT))
    mine["properties"]["spec"] = {"type": "object"}
    write(tmp_path / "keda.sh/scaledobject_v1alpha1.json", mine)
    store = SchemaStore("1.32", [tmp_path], bundled=bundle)
    assert told(store, {**scaled_object(), "spec": {"anything": 1}}) == []
    assert [kind.source for kind in store.kinds() if kind.group == "keda.sh"] == [str(tmp_path)]
    assert store.scope("keda.sh/v1alpha1", "ScaledObject") == "Namespaced"


def test_the_first_user_directory_wins(bundle: Path, tmp_path: Path) -> None:
    write(tmp_path / "a/example.com/widget_v1.json", WIDGET)
    write(tmp_path / "b/example.com/widget_v1.json", {"type": "object"})
    store = SchemaStore("1.32", [tmp_path / "b", tmp_path / "a"], bundled=bundle)
    schema = store.schema("example.com/v1", "Widget")
    assert schema is not None
    assert schema.valid({"sepc": 1})


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"properties": {"a": {"pattern": "(["}}}, "invalid regular expression at /properties/a/pattern"),
        ({"multipleOf": 0}, "`multipleOf` must be more than 0 at /multipleOf"),
        ({"items": {"type": "map"}}, "unknown type 'map' at /items/type"),
        ({"$ref": "http://example.com/x.json"}, "remote references are not fetched"),
        ({"properties": {"a": {"$ref": "file:///etc/hostname"}}}, "files are not opened"),
        ({"$ref": "#"}, "leads back to itself"),
    ],
)
def test_a_broken_user_schema_names_the_file_and_the_place(
    bundle: Path, tmp_path: Path, schema: dict[str, Any], message: str
) -> None:
    write(tmp_path / "example.com/widget_v1.json", schema)
    store = SchemaStore("1.32", [tmp_path], bundled=bundle)
    with pytest.raises(UserError) as caught:
        store.schema("example.com/v1", "Widget")
    assert caught.value.message.startswith(f"{tmp_path}/example.com/widget_v1.json: ")
    assert message in caught.value.message


def test_a_user_schema_that_is_no_json_is_refused_with_its_line(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "widget_v1.json").write_text('{\n"a": }\n')
    store = SchemaStore("1.32", [tmp_path], bundled=bundle)
    with pytest.raises(UserError) as caught:
        store.schema("example.com/v1", "Widget")
    assert caught.value.origin is not None
    assert caught.value.origin.line == 2


def test_a_link_in_a_user_directory_is_not_followed(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "widget_v1.json").symlink_to("/etc/hostname")
    with pytest.raises(UserError, match="holds no schemas"):
        SchemaStore("1.32", [tmp_path], bundled=bundle)


@pytest.mark.parametrize(
    ("index", "message"),
    [
        ({"kinds": {"example.com/v1/Widget": {"file": "../../etc/hostname"}}}, "must lie in the same directory"),
        ({"kinds": {"example.com/v1/Widget": {}}}, "must lie in the same directory"),
        ({"kinds": {"\x1b[2Jx": {"file": "a.json"}}}, "is not an <apiVersion>/<kind>"),
        ({"kinds": []}, "lacks a mapping `kinds`"),
    ],
)
def test_an_index_cannot_lead_elsewhere(bundle: Path, tmp_path: Path, index: Any, message: str) -> None:
    write(tmp_path / "index.json", index)
    with pytest.raises(UserError, match=message):
        SchemaStore("1.32", [tmp_path], bundled=bundle)


def test_a_missing_user_directory_is_refused(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a directory of schemas"):
        SchemaStore("1.32", [tmp_path / "none"], bundled=bundle)


def test_importing_loads_no_engine() -> None:
    code = (
        "import sys, generator.schema_store;"
        "sys.exit(bool({'jsonschema', 'jsonschema_rs', 'yaml', 'difflib'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_fast_engine_the_pure_one_judges() -> None:
    code = (
        "import sys; sys.modules['jsonschema_rs'] = None\n"
        "from generator.schema_store import compile_schema\n"
        "schema = compile_schema({'properties': {'a': {'type': 'integer'}}})\n"
        "print(schema.problems({'a': 'x'})[0].message, 'jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "`a` must be an integer, but is a string True\n"


def test_every_bundled_version_has_the_everyday_kinds() -> None:
    for version in bundled_versions():
        store = SchemaStore(version)
        assert store.notes == ()
        for api_version, kind in (
            ("apps/v1", "Deployment"),
            ("v1", "Service"),
            ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ):
            assert store.schema(api_version, kind) is not None


def test_the_bundled_schemas_judge_a_real_deployment() -> None:
    body = deployment(image="a:1", env=[{"name": "A", "value": "1"}], ports=[{"containerPort": 80, "protocl": "TCP"}])
    body["spec"]["template"]["spec"]["restartPolicy"] = "Allways"
    schema = SchemaStore("1.33").schema("apps/v1", "Deployment")
    assert schema is not None
    found = {(problem.path[-1], problem.rule, problem.suggestion) for problem in schema.problems(body)}
    assert found == {("protocl", "unknown-field", "protocol"), ("restartPolicy", "schema-constraint", "Always")}

"""The schemas in schemas/: complete, compilable by both engines, and right about well-known mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from generator.schema_store.store import SchemaStore

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
FILES = sorted(str(path.relative_to(SCHEMAS)) for path in (SCHEMAS / "crd").rglob("*.json"))
VERSIONS = [f"1.{minor}" for minor in range(25, 38)]


@lru_cache
def content(file: str) -> Any:
    return json.loads((SCHEMAS / file).read_text(encoding="utf-8"))


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix("#/$defs/")
        for child in schema.values():
            yield from references(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from references(child)


def core_schema(version: str, kind: str) -> dict[str, Any]:
    """Assembled as schemas/README.md says."""
    known = content(f"core/versions/{version}.json")
    texts = content("core/definitions.json")
    body = dict(texts[known["definitions"][known["kinds"][kind]]])
    definitions: dict[str, Any] = {}
    queue = list(references(body))
    while queue:
        name = queue.pop()
        if name not in definitions:
            definitions[name] = texts[known["definitions"][name]]
            queue.extend(references(definitions[name]))
    required = sorted({"apiVersion", "kind", "metadata", *body.get("required", ())})
    return {
        **body,
        "required": required,
        "$defs": definitions,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    }


def errors(schema: dict[str, Any], body: dict[str, Any]) -> list[str]:
    """JSON pointers of the faults that both engines find."""
    found = sorted("/".join(map(str, error.instance_path)) for error in jsonschema_rs.iter_errors(schema, body))
    slow = jsonschema.Draft202012Validator(schema).iter_errors(body)
    assert sorted("/".join(map(str, error.absolute_path)) for error in slow) == found
    return found


def custom(key: str, spec: Any) -> list[str]:
    api_version, _, kind = key.rpartition("/")
    body = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, "spec": spec}
    return errors(content(content("index.json")["kinds"][key]["file"]), body)


def test_index_names_every_file_and_no_other() -> None:
    assert sorted(entry["file"] for entry in content("index.json")["kinds"].values()) == FILES


def test_index_names_every_core_kind_with_its_versions() -> None:
    listed = content("index.json")["core"]
    assert content("index.json")["versions"] == VERSIONS
    for version in VERSIONS:
        for kind in content(f"core/versions/{version}.json")["kinds"]:
            number = VERSIONS.index(version)
            assert VERSIONS.index(listed[kind]["first"]) <= number <= VERSIONS.index(listed[kind]["last"])
    assert listed["apps/v1/Deployment"] == {"first": "1.25", "last": "1.37", "scope": "Namespaced"}
    assert listed["autoscaling/v2beta2/HorizontalPodAutoscaler"]["last"] == "1.25"
    assert [listed[kind]["scope"] for kind in ("v1/Namespace", "networking.k8s.io/v1/Ingress")] == [
        "Cluster",
        "Namespaced",
    ]


@pytest.mark.parametrize("file", FILES)
def test_custom_schema_compiles_and_has_no_loose_reference(file: str) -> None:
    schema = content(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema_rs.validator_for(schema)
    assert set(references(schema)) <= schema["$defs"].keys()
    assert {"apiVersion", "kind", "metadata"} <= set(schema["required"])


@pytest.mark.parametrize("version", VERSIONS)
def test_core_version_is_whole(version: str) -> None:
    known, texts = content(f"core/versions/{version}.json"), content("core/definitions.json")
    assert set(known["definitions"].values()) <= texts.keys()
    assert set(known["kinds"].values()) <= known["definitions"].keys()
    for key in known["definitions"].values():
        assert set(references(texts[key])) <= known["definitions"].keys()


def deployment(**container: Any) -> dict[str, Any]:
    labels = {"app": "a"}
    pod = {"containers": [{"name": "a", "image": "a:1", **container}]}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "a"},
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels, "creationTimestamp": None}, "spec": pod},
        },
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_core_deployment_is_accepted_and_its_typos_are_not(version: str) -> None:
    schema = core_schema(version, "apps/v1/Deployment")
    assert errors(schema, deployment(ports=[{"containerPort": 80}], resources={"limits": {"cpu": 0.5}})) == []
    container = "spec/template/spec/containers/0"
    assert errors(schema, deployment(imagePullPolicy="Allways")) == [f"{container}/imagePullPolicy"]
    assert errors(schema, deployment(ports=[{"containerPort": 80, "protocol": "tcp"}])) == [
        f"{container}/ports/0/protocol"
    ]
    assert errors(schema, deployment(resources={"limits": {"cpu": "100 m"}})) == [f"{container}/resources/limits/cpu"]
    assert errors(schema, deployment(reources={})) == [container]
    assert errors(schema, {**deployment(), "apiVersion": "apps/v1beta1"}) == ["apiVersion"]


def test_embedded_core_object_need_not_name_its_kind() -> None:
    claim: dict[str, Any] = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"]}}
    spec = {**deployment()["spec"], "serviceName": "a", "volumeClaimTemplates": [claim]}
    body = {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "a"}, "spec": spec}
    assert errors(core_schema("1.33", "apps/v1/StatefulSet"), body) == []
    claim["spec"]["accessModes"] = ["ReadWriteOne"]
    assert errors(core_schema("1.33", "apps/v1/StatefulSet"), body) == [
        "spec/volumeClaimTemplates/0/spec/accessModes/0"
    ]


SCALED = {"scaleTargetRef": {"name": "a"}, "triggers": [{"type": "cron", "metadata": {}}]}


@pytest.mark.parametrize(
    ("key", "spec", "wrong", "where"),
    [
        ("keda.sh/v1alpha1/ScaledObject", SCALED, {**SCALED, "maxReplicas": 3}, ["spec"]),
        (
            "argoproj.io/v1alpha1/Application",
            {"project": "a", "destination": {}, "source": {"repoURL": "r", "tagPrefix": "v"}},
            {"project": "a", "destination": {}, "source": {"repoUrl": "r"}},
            ["spec/source", "spec/source"],
        ),
        (
            "networking.istio.io/v1/VirtualService",
            {"hosts": ["a"], "http": [{"match": [{"uri": {"prefix": "/"}}]}]},
            {"hosts": ["a"], "http": [{"match": [{"uri": {"prefix": "/", "exact": "/a"}}]}]},
            ["spec/http/0/match/0/uri"],
        ),
        (
            "batch.volcano.sh/v1alpha1/Job",
            {
                "queue": "q",
                "plugins": {"svc": []},
                "tasks": [{"replicas": 2, "template": {"spec": {"containers": []}}}],
            },
            {"queue": "q", "tasks": [{"replica": 2}], "minSuccess": 0},
            ["spec/minSuccess", "spec/tasks/0"],
        ),
        (
            "scheduling.volcano.sh/v1beta1/Queue",
            {"weight": 1, "capability": {"cpu": "1"}},
            {"weight": 0},
            ["spec/weight"],
        ),
        (
            "kafka.strimzi.io/v1/KafkaTopic",
            {"partitions": 3, "config": {"retention.ms": 1}},
            {"partition": 3, "replicas": 0},
            ["spec", "spec/replicas"],
        ),
        (
            "external-secrets.io/v1/ExternalSecret",
            {"data": [{"secretKey": "a", "remoteRef": {"key": "k", "nullBytePolicy": "Fail"}}]},
            {"data": [{"secretKey": "a", "remoteRef": {"key": "k", "nullBytePolicy": "No"}}]},
            ["spec/data/0/remoteRef/nullBytePolicy"],
        ),
    ],
)
def test_custom_kind_accepts_the_right_and_refuses_the_wrong(key: str, spec: Any, wrong: Any, where: list[str]) -> None:
    assert custom(key, spec) == []
    assert custom(key, wrong) == where


def test_provider_not_described_yet_is_accepted_and_marked() -> None:
    key = "external-secrets.io/v1/SecretStore"
    assert "/spec/provider/openBao" in content("index.json")["kinds"][key]["partial"]
    assert custom(key, {"provider": {"openBao": {"anything": 1}}}) == []
    assert custom(key, {"provider": {"aws": {"service": "SecretsManager", "regoin": "eu"}}}) == [
        "spec/provider/aws",
        "spec/provider/aws",
    ]


def test_what_the_api_server_lets_repeat_is_no_error_and_told_once() -> None:
    body = deployment(ports=[{"containerPort": 80}, {"containerPort": 80}], env=[{"name": "A"}, {"name": "A"}])
    schema = SchemaStore("1.34").schema("apps/v1", "Deployment")
    assert schema is not None
    # env-duplicate and container-duplicate-port tell more.
    assert schema.problems(body) == []
    body["spec"]["template"]["spec"]["imagePullSecrets"] = [{"name": "a"}, {"name": "a"}]
    assert [(one.rule, one.severity) for one in schema.problems(body)] == [("list-map-duplicate-key", "warning")]

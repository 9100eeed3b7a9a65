"""What the readers of tools/build_schemas make of each form of package."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from package_archives import PYDANTIC, SELECTOR, archive

from tools.build_schemas import core, read_openapi, read_pydantic, read_swagger
from tools.build_schemas.archive import BuildError
from tools.build_schemas.core_types import Types
from tools.build_schemas.shapes import OPEN, QUANTITY

# --- pydantic ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def pydantic(tmp_path: Path) -> read_pydantic.Reader:
    files: dict[str, str | bytes] = {"models/v1.py": PYDANTIC, "models/shared.py": SELECTOR}
    return read_pydantic.Reader(archive(tmp_path / "models-1-py3-none-any.whl", files))


def test_pydantic_kind_is_found_by_its_pinned_names(pydantic: read_pydantic.Reader) -> None:
    assert pydantic.find("example.com", "v1", "Thing") == ("models/v1.py", "Thing")
    assert pydantic.find("other.com", "v1", "Thing") is None


def test_pydantic_fields_become_a_structural_schema(pydantic: read_pydantic.Reader) -> None:
    schema = pydantic.schema("models/v1.py", "Thing")["properties"]["spec"]
    assert schema["required"] == ["names", "selector"]
    assert schema["properties"] == {
        "amounts": {
            "type": "object",
            "additionalProperties": {"x-kubernetes-int-or-string": True, "pattern": "^[0-9]+m?$"},
        },
        "anything": OPEN,
        "at": {"type": "string", "format": "date-time"},
        "minCount": {"type": "integer", "minimum": 1},
        "mode": {"type": "string", "enum": ["fast", "slow"], "default": "fast"},
        "names": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "selector": {"type": "object", "properties": {"app": {"type": "string"}}, "required": ["app"]},
        "settings": {"type": "object", **OPEN},
        "tree": {
            "type": "object",
            "properties": {"children": {"type": "array", "items": {"type": "object", **OPEN}}},
        },
        "weights": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 9}},
    }


def test_pydantic_type_nobody_defines_is_an_error(tmp_path: Path) -> None:
    reader = read_pydantic.Reader(archive(tmp_path / "m-1.whl", {"v1.py": "class A(B):\n    x: Unheard\n"}))
    with pytest.raises(BuildError, match=r"v1\.py: the type Unheard is not known"):
        reader.schema("v1.py", "A")


# --- compiled Ajv -----------------------------------------------------------------------------------------------------

FUNCTION = "function {name}(data,{{}}={{}}){{let vErrors=null,errors=0;{body}return {name}.errors=vErrors,0===errors}}"


def fault(keyword: str, params: str) -> str:
    return (
        f'if(x){{let err0={{instancePath,schemaPath:"#/{keyword}",keyword:"{keyword}",params:{{{params}}}}};errors++}}'
    )


def function(name: str, *body: str) -> str:
    return FUNCTION.format(name=name, body="".join(f"{part};" for part in body))


def compiled() -> str:
    text = function("validate1", fault("type", 'type:"string"'), fault("enum", "allowedValues:schema1_enum"))
    pattern = function("validate2", fault("type", 'type:"string"'), fault("pattern", r'pattern:"^[a-z\\d]+$"'))
    number = function("validate3", fault("type", 'type:"integer"'), fault("maximum", 'comparison:"<=",limit:-1'))
    first = function("validate4", fault("required", 'missingProperty:"a"'))
    second = function("validate5", fault("required", 'missingProperty:"b"'))
    neither = function("validate6", "validate4(data,{})", fault("not", ""))
    items = function("validate7", fault("type", 'type:"array"'), "validate2(data[i0],{})", fault("minItems", "limit:1"))
    values = function("validate8", fault("type", 'type:"object"'), "for(let key0 in data)validate3(data[key0],{})")
    branches = function(
        "validate9", "validate4(data,{})", "validate5(data,{})", fault("oneOf", "passingSchemas:p"),
        "validate6(data,{})", fault("type", 'type:"object"'), "validate1(data.a,{})", 'validate2(data["b-c"],{})',
    )  # fmt: skip
    port = function("validate10", "validate2a(data,{})", "validate3a(data,{})", fault("anyOf", ""))
    plain = function("validate2a", fault("type", 'type:"string"')) + function(
        "validate3a", fault("type", 'type:"integer"')
    )
    root = function(
        "validate0", fault("type", 'type:"object"'), fault("required", 'missingProperty:"a"'),
        "validate9(data.a,{})", "validate7(data.list,{})", "validate8(data.map,{})", "validate10(data.port,{})",
        "validate11(data.other,{})",
    )  # fmt: skip
    head = 'import{validate as validate11}from"./Other.js";export const validate=validate0;'
    head += 'let schema1_enum=["x","y",null];'
    return head + text + pattern + number + first + second + neither + items + values + branches + port + plain + root


def test_compiled_validators_become_a_structural_schema(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_javascript")
    from tools.build_schemas.read_ajv import Reader

    other = f"export const validate=validate0;{function('validate0', fault('type', 'type:`boolean`'))}"
    package = archive(tmp_path / "k.tgz", {"_schemas/Thing.js": compiled(), "_schemas/Other.js": other})
    schema = Reader("k", {"k": package}).schema("Thing.js")
    assert schema == {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {
                "type": "object",
                "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
                "allOf": [{"not": {"required": ["a"]}}],
                "properties": {
                    "a": {"type": "string", "enum": ["x", "y"]},
                    "b-c": {"type": "string", "pattern": "^[a-z\\d]+$"},
                },
            },
            "list": {"type": "array", "items": {"type": "string", "pattern": "^[a-z\\d]+$"}, "minItems": 1},
            "map": {"type": "object", "additionalProperties": {"type": "integer", "maximum": -1}},
            "other": {"type": "boolean"},
            "port": {"x-kubernetes-int-or-string": True},
        },
    }


def test_compiled_keyword_nobody_knows_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_javascript")
    from tools.build_schemas.read_ajv import Reader

    source = f"export const validate=validate0;{function('validate0', fault('contains', ''))}"
    package = archive(tmp_path / "k.tgz", {"_schemas/Thing.js": source})
    with pytest.raises(BuildError, match="uses the keyword contains"):
        Reader("k", {"k": package}).schema("Thing.js")


# --- OpenAPI and swagger ----------------------------------------------------------------------------------------------


def test_openapi_keeps_checks_and_drops_texts(tmp_path: Path) -> None:
    served = [{"group": "example.com", "version": "v1", "kind": "Thing"}]
    spec = {"description": "d", "type": "object", "x-kubernetes-validations": [{"rule": "true", "message": "m"}]}
    kinds = {
        "thing": [
            {
                "x-kubernetes-group-version-kind": served,
                "namespaced": True,
                "type": "object",
                "properties": {"metadata": {"allOf": [{"$ref": "#/components/schemas/Meta"}]}, "spec": spec},
            }
        ]
    }
    content = gzip.compress(json.dumps(kinds).encode())
    reader = read_openapi.Reader(archive(tmp_path / "o.tgz", {"kinds.json.gz": content}), "kinds.json.gz")
    assert reader.schema("example.com", "v1", "Thing") == {
        "type": "object",
        "properties": {
            "metadata": {"type": "object"},
            "spec": {"type": "object", "x-kubernetes-validations": [{"message": "m", "rule": "true"}]},
        },
    }
    assert reader.schema("example.com", "v2", "Thing") is None


SWAGGER = """
class V1beta1Thing(object):
    openapi_types = {"min_count": "int", "tags": "dict(str, str)", "pods": "list[V1Container]", "raw": "object"}
    attribute_map = {"min_count": "minCount", "tags": "tags", "pods": "pods", "raw": "raw"}

    def set_min_count(self, min_count):
        if min_count is None:
            raise ValueError("Invalid value for `min_count`, must not be `None`")
"""


def test_swagger_classes_become_a_structural_schema(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"models/thing.py": SWAGGER}
    container = {"type": "object", "properties": {"name": {"type": "string"}}}
    package = archive(tmp_path / "s-1.whl", files)
    reader = read_swagger.Reader(package, "models/", lambda name: container if name == "V1Container" else None)
    assert reader.schema("v1beta1", "Thing") == {
        "type": "object",
        "properties": {
            "minCount": {"type": "integer"},
            "pods": {"type": "array", "items": container},
            "raw": OPEN,
            "tags": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "required": ["minCount"],
    }
    assert reader.schema("v1", "Thing") is None
    with pytest.raises(BuildError, match="V1Container is neither its own nor Kubernetes'"):
        read_swagger.Reader(package, "models/", lambda name: None).schema("v1beta1", "Thing")


# --- core -------------------------------------------------------------------------------------------------------------

META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


def definitions(extra: dict[str, Any]) -> bytes:
    pod = {
        "type": ["object", "null"],
        "additionalProperties": False,
        "description": "A pod.",
        "properties": {
            "apiVersion": {"type": ["string", "null"], "enum": ["v1"]},
            "kind": {"type": ["string", "null"], "enum": ["Pod"]},
            "metadata": {"$ref": f"#/$defs/{META}"},
            "port": {"$ref": "#/$defs/io.k8s.apimachinery.pkg.util.intstr.IntOrString"},
            "size": {"$ref": "#/$defs/io.k8s.apimachinery.pkg.api.resource.Quantity"},
            "count": {"type": "integer", "format": "int32"},
            "policy": {"type": ["string", "null"]},
            "status": {"$ref": "#/$defs/io.k8s.api.core.v1.PodStatus"},
        }
        | extra,
        "required": ["count"],
        "x-kubernetes-group-version-kind": [{"group": "", "version": "v1", "kind": "Pod"}],
    }
    plain = {"type": "object"}
    return json.dumps({"$defs": {
        "io.k8s.api.core.v1.Pod": pod, "io.k8s.api.core.v1.PodStatus": plain, META: plain,
        "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"oneOf": []},
        "io.k8s.apimachinery.pkg.api.resource.Quantity": {"oneOf": []},
    }}).encode()  # fmt: skip


def test_core_kind_is_pinned_strict_and_without_its_status(tmp_path: Path) -> None:
    package = archive(tmp_path / "kv-1.whl", {"a.json": definitions({})})
    enums = {"io.k8s.api.core.v1.Pod": {"properties": {"policy": {"enum": ["Always", "Never"]}}}}
    version = core.read_version(package, "a.json", "1.30", enums)
    assert version.kinds == {"v1/Pod": "io.k8s.api.core.v1.Pod"}
    assert sorted(version.definitions) == [
        "io.k8s.api.core.v1.Pod",
        "io.k8s.apimachinery.pkg.api.resource.Quantity",
        META,
    ]
    assert version.definitions["io.k8s.api.core.v1.Pod"] == {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            "apiVersion": {"const": "v1", "type": "string"},
            "count": {"type": "integer", "minimum": -2147483648, "maximum": 2147483647},
            "kind": {"const": "Pod", "type": "string"},
            "metadata": {"$ref": f"#/$defs/{META}"},
            "policy": {"type": ["string", "null"], "enum": ["Always", "Never", None]},
            "port": {"type": ["integer", "string", "null"]},
            "size": {"$ref": "#/$defs/io.k8s.apimachinery.pkg.api.resource.Quantity"},
            "status": {"type": ["object", "null"]},
        },
        "required": ["count"],
    }


def test_equal_definitions_of_two_versions_are_kept_once(tmp_path: Path) -> None:
    more = definitions({"fresh": {"type": "string"}})
    package = archive(tmp_path / "kv-1.whl", {"a.json": definitions({}), "b.json": more})
    versions = [core.read_version(package, name, number, {}) for name, number in (("a.json", "1.1"), ("b.json", "1.2"))]
    files = core.core_files(versions)
    old, new = (files[f"core/versions/{number}.json"]["definitions"] for number in ("1.1", "1.2"))
    assert old[META] == new[META]
    assert old["io.k8s.api.core.v1.Pod"] != new["io.k8s.api.core.v1.Pod"]
    assert len(files["core/definitions.json"]) == 4


def test_core_type_as_a_crd_would_embed_it(tmp_path: Path) -> None:
    package = archive(tmp_path / "kv-1.whl", {"a.json": definitions({})})
    types = Types(core.read_version(package, "a.json", "1.30", {}).definitions)
    schema = types.structural("io.k8s.api.core.v1.Pod")
    assert schema["properties"]["metadata"] == {"type": "object"}
    assert schema["properties"]["port"] == {"x-kubernetes-int-or-string": True}
    assert schema["properties"]["size"] == {"x-kubernetes-int-or-string": True, "pattern": QUANTITY}
    assert types.swagger("V1Pod") == schema
    assert types.swagger("V1Unheard") is None

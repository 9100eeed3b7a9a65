"""The merge, the overlays and the whole build of tools/build_schemas, on a small package made here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from package_archives import PYDANTIC, SELECTOR, archive

from tools.build_schemas import main
from tools.build_schemas.archive import BuildError
from tools.build_schemas.merge import merge
from tools.build_schemas.overlay import Overlay

OPEN = {"x-kubernetes-preserve-unknown-fields": True}

# --- merge ------------------------------------------------------------------------------------------------------------

TEXT = {"type": "string"}


def test_merge_adds_what_the_base_lost_and_keeps_its_duties() -> None:
    base = {"type": "object", "properties": {"a": TEXT, "b": TEXT}, "required": ["a"]}
    other = {"type": "object", "properties": {"b": TEXT, "c": TEXT, "d": TEXT}, "required": ["b", "c"]}
    assert merge(base, other) == {
        "type": "object",
        "properties": {"a": TEXT, "b": TEXT, "c": TEXT, "d": TEXT},
        "required": ["a", "c"],
    }


def test_merge_unites_enums_and_adopts_limits() -> None:
    base = {"type": "string", "enum": ["a", "b"], "maxLength": 3}
    other = {"type": "string", "enum": ["b", "c"], "maxLength": 9, "pattern": "^.$", "default": "a"}
    assert merge(base, other) == {**base, "enum": ["a", "b", "c"], "pattern": "^.$", "default": "a"}


def test_merge_fills_what_the_base_left_open_unless_it_says_so() -> None:
    known = {"type": "object", "properties": {"a": TEXT}, "x-kubernetes-validations": [{"rule": "true"}]}
    assert merge({"type": "object"}, known) == {"type": "object", "properties": {"a": TEXT}}
    assert merge({"type": "object", **OPEN}, known) == {"type": "object", **OPEN}


def test_merge_takes_branches_only_where_the_base_has_none() -> None:
    base = {"type": "object", "properties": {"a": TEXT}}
    other = {**base, "oneOf": [{"required": ["a"]}], "nullable": True}
    assert merge(base, other) == other
    assert merge({**base, "anyOf": []}, other) == {**base, "anyOf": [], "nullable": True}


# --- overlay ----------------------------------------------------------------------------------------------------------


def overlaid(changes: str, schema: dict[str, Any]) -> tuple[dict[str, Any], Overlay]:
    overlay = Overlay({"changes": yaml.safe_load(changes)}, "thing.yaml", lambda name: {"type": "object", "core": name})
    return overlay.apply(schema), overlay


def thing() -> dict[str, Any]:
    item = {"type": "object", "properties": {"kind": {"type": "string", "enum": ["A"]}}, "required": ["kind"]}
    return {
        "type": "object",
        "properties": {"spec": {"type": "object", "properties": {"list": {"type": "array", "items": item}}}},
    }


def test_overlay_adds_fields_in_the_short_notation() -> None:
    added = "{name: string!, tags: map, sizes: 'integer[]', nested: {fields: {deep: boolean!}}, pod: {core: x.Pod}}"
    schema, _ = overlaid(f"[{{at: /spec, why: new, add: {added}}}]", thing())
    spec = schema["properties"]["spec"]
    assert spec["required"] == ["name"]
    assert spec["properties"]["tags"] == {"type": "object", "additionalProperties": TEXT}
    assert spec["properties"]["sizes"] == {"type": "array", "items": {"type": "integer"}}
    assert spec["properties"]["nested"] == {
        "type": "object",
        "properties": {"deep": {"type": "boolean"}},
        "required": ["deep"],
    }
    assert spec["properties"]["pod"] == {"type": "object", "core": "x.Pod"}


def test_overlay_changes_every_place_with_an_ending_and_records_partial_ones() -> None:
    changes = """
    - {at: "**/list/[]/kind", why: grown, enum: [B], set: {maxLength: 3}}
    - {at: "/spec/list/[]", why: loosened, optional: [kind], partial: true}
    """
    schema, overlay = overlaid(changes, thing())
    item = schema["properties"]["spec"]["properties"]["list"]["items"]
    assert item == {"type": "object", "properties": {"kind": {"type": "string", "enum": ["A", "B"], "maxLength": 3}}}
    assert overlay.partial == (("spec", "list", "[]"),)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("{at: /spec/lost, why: x, set: {}}", r"has nothing at /spec/lost \(from 'lost' on\)"),
        ("{at: '**/lost', why: x}", "no place ends with /lost"),
        ("{at: /spec, why: x, remove: [lost]}", "has no field lost to remove"),
        ("{at: /spec, why: x, require: [lost]}", "has no field lost"),
        ("{at: /spec, add: {}}", "a change needs `why`"),
        ("{at: /spec, why: x, ad: {}}", "only the verbs"),
        ("{at: /spec, why: x, add: {a: strng}}", "'strng' is no shape"),
    ],
)
def test_overlay_that_says_nothing_true_is_an_error(change: str, words: str) -> None:
    with pytest.raises(BuildError, match=f"thing.yaml: .*{words}"):
        overlaid(f"[{change}]", thing())


# --- the whole build --------------------------------------------------------------------------------------------------

PINS = """
[packages.models]
registry = "pypi"
name = "models"
version = "1"
file = "models-1-py3-none-any.whl"
sha256 = "{digest}"
licence = "MIT"
upstream = "Thing 1.0"
reader = "pydantic"

[[kinds]]
group = "example.com"
version = "v1"
names = ["Thing"]
sources = ["models"]
upstream = "Thing 1.0"
served = ["v1"]
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A schemas/ folder with pins and one overlay, and the folder of archives."""
    schemas, archives = tmp_path / "schemas", tmp_path / "archives"
    (schemas / "overlays/example.com").mkdir(parents=True)
    archives.mkdir()
    made = archive(
        archives / "models-1-py3-none-any.whl",
        {"models/v1.py": PYDANTIC, "models/shared.py": SELECTOR, "models.dist-info/LICENSE": "MIT License"},
    )
    digest = hashlib.sha256(made.path.read_bytes()).hexdigest()
    (schemas / "sources.toml").write_text(PINS.format(digest=digest))
    overlay = "upstream: Thing 1.1\nchanges:\n- {at: /spec/settings, why: grows, partial: true}\n"
    (schemas / "overlays/example.com/thing_v1.yaml").write_text(overlay)
    return schemas, archives


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_second_build_writes_the_same_bytes(folders: tuple[Path, Path]) -> None:
    schemas, archives = folders
    arguments = ["--schemas", str(schemas), "--archives", str(archives)]
    assert main.main(arguments) == 0
    first = contents(schemas)
    assert main.main(arguments) == 0
    assert contents(schemas) == first
    assert sorted(first) == [
        "NOTICE", "core/definitions.json", "crd/example.com/thing_v1.json", "index.json",
        "overlays/example.com/thing_v1.yaml", "sources.toml",
    ]  # fmt: skip


def test_index_and_notice_say_where_a_schema_comes_from(folders: tuple[Path, Path]) -> None:
    schemas, archives = folders
    main.build(schemas, archives)
    assert json.loads((schemas / "index.json").read_text())["kinds"] == {
        "example.com/v1/Thing": {
            "file": "crd/example.com/thing_v1.json",
            "licence": ["MIT"],
            "partial": ["/spec/settings"],
            "scope": "Namespaced",
            "served": ["v1"],
            "sources": ["models 1 (Thing 1.0)", "overlay"],
            "upstream": "Thing 1.1",
        }
    }
    notice = (schemas / "NOTICE").read_text()
    assert "models 1 (pypi), MIT, describes Thing 1.0" in notice
    assert notice.endswith("Licence of models 1\n" + "=" * 80 + "\n\nMIT License\n")


def test_schema_that_is_no_longer_made_is_removed(folders: tuple[Path, Path]) -> None:
    schemas, archives = folders
    stale = schemas / "crd/example.com/gone_v1.json"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")
    main.build(schemas, archives)
    assert not stale.exists()


def test_archive_with_another_digest_is_refused(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    schemas, archives = folders
    archive(archives / "models-1-py3-none-any.whl", {"models/v1.py": "x = 1\n"})
    assert main.main(["--schemas", str(schemas), "--archives", str(archives)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("build_schemas: models-1-py3-none-any.whl: sha256 is ")
    assert "sources.toml pins" in error
    assert not (schemas / "crd").exists()


def test_kind_that_no_source_holds_is_refused(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    schemas, archives = folders
    pins = schemas / "sources.toml"
    pins.write_text(pins.read_text().replace('["Thing"]', '["Thing", "Lost"]'))
    assert main.main(["--schemas", str(schemas), "--archives", str(archives)]) == 2
    assert "models does not hold example.com/v1 Lost" in capsys.readouterr().err

"""Reads the pins, the archives and the overlays; writes schemas/."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.schema_store.structural import json_schema
from tools.build_schemas import core
from tools.build_schemas.archive import Archive, BuildError
from tools.build_schemas.core_types import Types
from tools.build_schemas.fetch import fetch
from tools.build_schemas.merge import merge
from tools.build_schemas.notice import notice
from tools.build_schemas.overlay import Overlay
from tools.build_schemas.readings import Sources


def main(arguments: list[str]) -> int:
    """The command. Exit code 0 when everything was written, 2 when something must be mended first."""
    parser = argparse.ArgumentParser(prog="build_schemas", description=__doc__)
    root = Path(__file__).resolve().parents[2] / "schemas"
    parser.add_argument("--schemas", type=Path, default=root, help="folder with sources.toml and overlays/, written to")
    parser.add_argument("--archives", type=Path, default=root.parent / ".argosy" / "archives",
                        help="folder that keeps the downloaded packages")  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        build(options.schemas, options.archives)
    except BuildError as error:
        print(f"build_schemas: {error}", file=sys.stderr)
        return 2
    return 0


def build(folder: Path, archives: Path) -> None:
    """Write every file below `folder` that is made from its sources.toml and overlays/; remove those no longer made."""
    pins = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
    found = fetch(pins["packages"], archives)
    versions = _core(pins, found)
    types = Types(versions[-1].definitions if versions else {})
    sources = Sources(pins["packages"], found, types.swagger)
    files: dict[str, Any] = core.core_files(versions)
    index: dict[str, Any] = {
        "core": _core_index(versions, pins),
        "kinds": {},
        "versions": [item.version for item in versions],
    }
    for kind in _kinds(pins):
        path, schema, entry = _kind(kind, sources, folder / "overlays", types, pins["packages"])
        files[path] = schema
        index["kinds"][f"{kind['group']}/{kind['version']}/{kind['kind']}"] = entry
    files["index.json"] = index
    _write(folder, {name: _text(name, content) for name, content in files.items()} | {"NOTICE": notice(pins, found)})


def _core(pins: Mapping[str, Any], archives: Mapping[str, Archive]) -> list[core.CoreVersion]:
    settings = pins.get("core")
    if not settings:
        return []
    archive = archives[settings["package"]]
    members = {version: settings["member"].format(version=version) for version in settings["versions"]}
    names = json.loads(archive.read(members[settings["versions"][-1]]))["$defs"]
    enums: dict[str, Any] = {}
    if settings.get("enums"):
        validators = Sources(pins["packages"], archives, lambda _: None).validators(settings["enums"])
        enums = core.read_enums(validators, names)
    return [core.read_version(archive, members[version], version, enums) for version in settings["versions"]]


def _kinds(pins: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One entry a kind, sorted."""
    rows = [{**group, "kind": name, "cluster": name in group.get("cluster", ())}
            for group in pins.get("kinds", []) for name in group["names"]]  # fmt: skip
    return sorted(rows, key=lambda row: (row["group"], row["version"], row["kind"]))


def _kind(
    kind: Mapping[str, Any], sources: Sources, overlays: Path, types: Types, packages: Mapping[str, Any]
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """File name below schemas/, schema and index entry of one kind."""
    group, version, name = kind["group"], kind["version"], kind["kind"]
    readings = [sources.reading(source, group, version, name) for source in kind["sources"]]
    schema = readings[0] if readings else {"type": "object"}
    for other in readings[1:]:
        schema = merge(schema, other)
    partial: tuple[tuple[str, ...], ...] = ()
    upstream = kind["upstream"]
    file = f"{group}/{name.lower()}_{version}"
    # The overlay of one version comes before the one that all versions of a kind, or several kinds, share.
    shared = overlays / group / f"{kind.get('overlay', name.lower())}.yaml"
    candidates = [overlays / f"{file}.yaml", shared]
    path = next((candidate for candidate in candidates if candidate.exists()), None)
    if path:
        overlay = Overlay(_yaml(path), f"overlays/{group}/{path.name}", types.structural)
        schema = overlay.apply(schema)
        partial, upstream = overlay.partial, overlay.upstream or upstream
    written = json_schema(types.annotated(schema), group=group, version=version, kind=name, partial=partial)
    named = [f"{packages[source]['name']} {packages[source]['version']} ({packages[source]['upstream']})"
             for source in kind["sources"]]  # fmt: skip
    entry = {
        "file": f"crd/{file}.json",
        "licence": sorted({packages[source]["licence"] for source in kind["sources"]}),
        "partial": [
            "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in places) for places in partial
        ],
        "scope": "Cluster" if kind["cluster"] else "Namespaced",
        "served": kind["served"],
        "sources": named + (["overlay"] if path else []),
        "upstream": upstream,
    }
    return f"crd/{file}.json", written, entry


def _yaml(path: Path) -> Mapping[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BuildError(f"{path}: {error}") from error
    if not isinstance(content, Mapping):
        raise BuildError(f"{path} is not a mapping.")
    return content


def _core_index(versions: list[core.CoreVersion], pins: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    cluster = set(pins["core"]["cluster"]) if versions else set()
    for item in versions:
        for kind in item.kinds:
            entry = out.setdefault(kind, {"first": item.version})
            entry["last"] = item.version
    for kind, entry in out.items():
        api_version, _, name = kind.rpartition("/")
        entry["scope"] = "Cluster" if f"{api_version.rpartition('/')[0]}/{name}" in cluster else "Namespaced"
    return out


def _text(name: str, content: Any) -> str:
    """Large files are compact; those people look into have one kind a line."""
    if name == "index.json":
        return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    made = {folder / name for name in files}
    for below in ("core", "crd"):
        for path in sorted((folder / below).rglob("*.json")):
            if path not in made:
                path.unlink()
    for name, text in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")

"""argosy.yaml: what is known of a tree of hand-written manifests; some keys of fleet.yaml, for the folder it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.model import Finding, Fix, Origin, UserError
from generator.yamlio.read import Document, read

SETTINGS_FILE = "argosy.yaml"
KEYS = ("products", "closedNamespaces", "externals", "repository", "imageRegistries", "alertLabels", "suppress")


@dataclass(frozen=True)
class Settings:
    """The settings of one folder ("" for the current one): what rules may ask, and the suppressions with places."""

    folder: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    suppress: tuple[Mapping[str, Any], ...] = ()
    origins: Mapping[int, Origin] = field(default_factory=dict)


def schema() -> dict[str, Any]:
    """The strict schema of an argosy.yaml: some keys of fleet.yaml, none required."""
    from generator.values.schema import core_fragment, definitions

    fleet = core_fragment()["fleet"]
    stage = fleet["environments"]["additionalProperties"]["properties"]["stage"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "properties": {**{key: fleet[key] for key in KEYS}, "stage": stage},
        "definitions": dict(definitions()),
    }


def read_settings(data: bytes, file: str) -> Settings:
    """The settings a file holds. Raises UserError with every fault; an empty file sets nothing."""
    if not data.strip():
        return Settings(_folder(file))
    document = read(data, file)
    from generator.schema_store import compile_schema

    if not isinstance(document.data, dict):
        raise UserError(f"{file} is not a mapping of settings", Origin(file, 1, 1), rule="settings-invalid")
    judge = compile_schema(schema(), name=file)
    wrong = [_finding(document, problem) for problem in judge.problems(document.data)]
    if wrong:
        raise UserError(wrong[0].message, findings=wrong)
    rows = document.data.get("suppress") or []
    return Settings(
        _folder(file),
        {key: value for key, value in document.data.items() if key != "suppress"},
        tuple(rows),
        {number: Origin(file, *document.position(("suppress", number))) for number in range(len(rows))},
    )


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def _finding(document: Document, problem: Any) -> Finding:
    line, column = document.position(problem.path, key=problem.at_key)
    length = document.length(problem.path, key=problem.at_key)
    fix = Fix(problem.fix) if problem.fix else None
    origin = Origin(document.file, line, column)
    return Finding("settings-invalid", "error", problem.message, origin=origin, fix=fix, length=length)

"""The fast engine: jsonschema-rs, closed off from network and files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from generator.schema_store.faults import Refusal


class RustEngine:
    """A compiled schema. Raises ValueError when the schema cannot be compiled."""

    def __init__(self, schema: dict[str, Any], draft: str) -> None:
        build = jsonschema_rs.Draft202012Validator if draft == "2020-12" else jsonschema_rs.Draft7Validator
        try:
            self._validator = build(
                schema, validate_formats=False, offline=True, pattern_options=jsonschema_rs.FancyRegexOptions()
            )
        except jsonschema_rs.ReferencingError as error:
            raise ValueError(str(error)) from error

    def valid(self, data: Any) -> bool:
        return self._validator.is_valid(data)

    def refusals(self, data: Any) -> Iterator[Refusal]:
        for error in self._validator.iter_errors(data):
            yield _refusal(error)


def _refusal(error: jsonschema_rs.ValidationError) -> Refusal:
    kind = error.kind
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.PropertyNames):
        inner = kind.error
        keyword = inner.kind.name
        return Refusal(keyword, tuple(error.instance_path), tuple(inner.evaluation_path), inner.instance)
    steps = tuple(error.evaluation_path)
    keyword = kind.name
    if keyword == "required" and steps and steps[-1] in ("dependencies", "dependentRequired"):
        keyword = str(steps[-1])
    return Refusal(
        keyword,
        tuple(error.instance_path),
        steps,
        error.instance,
        tuple(tuple(_refusal(inner) for inner in branch) for branch in getattr(kind, "context", ())),
        tuple(getattr(kind, "unexpected", ())),
    )

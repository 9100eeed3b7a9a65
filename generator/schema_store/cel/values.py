"""Data of an object as CEL sees it: with the schema's defaults, declared fields only, in CEL's types."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from dataclasses import dataclass
from typing import Any

from generator.model import OMIT
from generator.schema_store.cel.faults import Unverifiable
from generator.schema_store.cel.functions import time_span
from generator.schema_store.cel.rules import Scope, escaped

_DEEPEST = 100
_MOST = 200_000
_UNDECLARED = "@undeclared"


def defaulted(scope: Scope, data: Any, depth: int = 0) -> Any:
    """The data with every default that the API server fills in; what needs none is handed out as it is."""
    if depth > _DEEPEST:
        return data
    if isinstance(data, dict):
        return _filled(scope, data, depth)
    if isinstance(data, list) and scope.items is not None:
        return [defaulted(scope.items, item, depth + 1) for item in data]
    return data


def _filled(scope: Scope, data: dict[str, Any], depth: int) -> dict[str, Any]:
    out = dict(data)
    for name, field in scope.fields.items():
        absent = name not in out or (out[name] is None and not field.nullable)
        if absent and field.default is not OMIT:
            out[name] = field.default
        if name in out:
            out[name] = defaulted(field, out[name], depth + 1)
    if scope.values is not None:
        for name in out.keys() - scope.fields.keys():
            out[name] = defaulted(scope.values, out[name], depth + 1)
    return out


@dataclass(slots=True)
class Extent:
    """How large a value is: all its nodes and characters, its longest list or map, its longest text."""

    size: int = 0
    longest: int = 0
    text: int = 0


class View:
    """One value for the engine and its extent. Raises Unverifiable for what the engine cannot hold."""

    def __init__(self, scope: Scope, data: Any) -> None:
        self.extent = Extent()
        self.value = self._value(scope, data, 0)

    def _value(self, scope: Scope, data: Any, depth: int) -> Any:
        self.extent.size += 1
        if depth > _DEEPEST or self.extent.size > _MOST:
            raise Unverifiable("the object is too large to be judged by this rule")
        if isinstance(data, dict):
            self.extent.longest = max(self.extent.longest, len(data))
            return self._mapping(scope, data, depth)
        if isinstance(data, list):
            self.extent.longest = max(self.extent.longest, len(data))
            items = scope.items or Scope()
            return [self._value(items, item, depth + 1) for item in data]
        if isinstance(data, str):
            self.extent.size += len(data)
            self.extent.text = max(self.extent.text, len(data))
            return _text(data, scope.format)
        return _number(data, scope)

    def _mapping(self, scope: Scope, data: dict[str, Any], depth: int) -> dict[str, Any]:
        if scope.values is not None:
            values = {key: self._value(scope.values, value, depth + 1)
                      for key, value in data.items() if key not in scope.fields}  # fmt: skip
            self.extent.size += sum(map(len, values))
            self.extent.text = max(self.extent.text, *map(len, values), 0)
            return values
        seen: dict[str, Any] = {}
        for name, field in scope.fields.items():
            if name in data and (said := escaped(name)) and (data[name] is not None or field.nullable):
                seen[said] = self._value(field, data[name], depth + 1)
        rest = {name: value for name, value in data.items() if name not in scope.fields}
        if rest and depth:
            # No rule can name this, but objects that differ in it are not equal.
            seen[_UNDECLARED] = json.dumps(rest, sort_keys=True, default=str)
            self.extent.size += len(seen[_UNDECLARED])
        return seen


def _number(data: Any, scope: Scope) -> Any:
    if isinstance(data, bool) or data is None:
        return data
    if "number" in scope.types and "integer" not in scope.types:
        return float(data)
    if isinstance(data, float) and data.is_integer() and "integer" in scope.types:
        data = int(data)
    if isinstance(data, int) and not -(2**63) <= data < 2**63:
        raise Unverifiable("a number of the object has more than 64 bits")
    return data


def _text(data: str, form: str) -> Any:
    """A text in the type that CEL gives its format; without one it stays a text."""
    try:
        if form == "byte":
            return base64.b64decode(data, validate=True)
        if form == "date":
            return datetime.datetime.strptime(data, "%Y-%m-%d").replace(tzinfo=datetime.UTC)
        if form == "date-time":
            return _moment(data)
    except (ValueError, binascii.Error) as error:
        raise Unverifiable(f"`{data[:40]}` is no {form}") from error
    return time_span(data) if form == "duration" else data


def _moment(text: str) -> datetime.datetime:
    made = datetime.datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    if made.tzinfo is None:
        raise ValueError(text)
    return made

"""One template, and what comes of giving it values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from generator.model import OMIT

from .error import TemplateError
from .program import steps
from .shape import Hole, Shape, compose
from .skeleton import Skeleton

_LEAVES = frozenset({str, int, bool})
_PLAIN = frozenset({str, int, bool, type(None)})
_NOTHING: frozenset[int] = frozenset()


class Filled:
    """An object made from a template (a model.Content): the body is kept once made, the text is cheap to make again."""

    __slots__ = ("_body", "_skeleton", "_values")

    def __init__(self, skeleton: Skeleton, values: list[Any]) -> None:
        self._skeleton = skeleton
        self._values = values
        self._body: dict[str, Any] | None = None

    @property
    def body(self) -> dict[str, Any]:
        if self._body is None:
            self._body = self._skeleton.body(self._values)
        return self._body

    @property
    def text(self) -> str:
        return self._skeleton.text(self._values)


class Template:
    """A template in executable form. `file` names it in messages; `form` is what `syntax.parse` makes."""

    def __init__(self, file: str, form: list[list[Any]]) -> None:
        self.file = file
        self.form = form
        self.steps = steps(form, file)

    @cached_property
    def kind(self) -> tuple[str, str]:
        """apiVersion and kind, which every template must state literally on its first two lines."""
        first = self.form[0][2] if self.form and self.form[0][0] == "text" else ""
        lines = [line.partition(": ") for line in first.split("\n")[:2]]
        if [line[0] for line in lines] != ["apiVersion", "kind"] or not all(line[2].strip() for line in lines):
            raise TemplateError("the first two lines must be `apiVersion: ...` and `kind: ...`", self.file, 1)
        return lines[0][2].strip(), lines[1][2].strip()

    def fill(self, context: Mapping[str, Any]) -> Filled:
        """The object for these values. Raises TemplateError for names that are missing and values that do not fit."""
        decisions: list[int] = []
        values: list[Any] = []
        for step in self.steps:
            step(context, decisions, values)
        path = tuple(decisions)
        omitted = [
            number
            for number, value in enumerate(values)
            if type(value) not in _LEAVES and self._settle(values, number, path) is OMIT
        ]
        skeleton = _skeleton(self, path, frozenset(omitted) if omitted else _NOTHING)
        for compute in skeleton.computed:
            values.append(compute(values))
        return Filled(skeleton, values)

    def _settle(self, values: list[Any], number: int, decisions: tuple[int, ...]) -> Any:
        """Put a value that is not a plain leaf into the form the body needs, and return it."""
        value = values[number]
        if value is OMIT:
            return value
        if value is None:
            hole = self._hole(number, decisions)
            fix = "give OMIT to leave the field out"
            raise TemplateError(f"`{hole.path}` is None, which is no value", self.file, hole.line, fix=fix)
        try:
            if not _fits(value):
                values[number] = _settled(value)
        except _UnfitError as error:
            hole = self._hole(number, decisions)
            raise TemplateError(f"`{hole.path}` holds {error}", self.file, hole.line) from None
        return values[number]

    def _hole(self, number: int, decisions: tuple[int, ...]) -> Hole:
        return _shape(self, decisions)[0].holes[number]


@lru_cache(maxsize=4096)
def _shape(template: Template, decisions: tuple[int, ...]) -> tuple[Shape, dict[str, Any]]:
    """A template is a value, too: it never changes, so its shapes may be kept by its identity."""
    shape = compose(template.form, decisions, template.file)
    return shape, shape.tree()


@lru_cache(maxsize=4096)
def _skeleton(template: Template, decisions: tuple[int, ...], omitted: frozenset[int]) -> Skeleton:
    return Skeleton(*_shape(template, decisions), omitted)


class _UnfitError(Exception):
    """A value that cannot stand in a manifest; the message completes `... holds`."""


def _fits(value: Any) -> bool:
    """Whether a value can stand in a body as it is: plain data without omitted entries."""
    kind = type(value)
    if kind is dict:
        for key, child in value.items():
            if type(child) not in _PLAIN and not _fits(child):
                return False
            if type(key) is not str:
                return False
        return True
    if kind is list:
        return all(type(child) in _PLAIN or _fits(child) for child in value)
    return kind in _PLAIN or (isinstance(value, str | int | float) and (kind is not float or math.isfinite(value)))


def _settled(value: Any) -> Any:
    """The value as plain data, without omitted entries."""
    if isinstance(value, Mapping):
        return {_key(name): _settled(child) for name, child in value.items() if child is not OMIT}
    if isinstance(value, list | tuple):
        return [_settled(child) for child in value if child is not OMIT]
    if isinstance(value, float) and not math.isfinite(value):
        raise _UnfitError(f"the number {value}, which is not finite")
    if value is None or isinstance(value, str | int | float):
        return value
    kind = type(value).__name__
    raise _UnfitError(f"a {kind}, which is neither text, number, truth value, list nor mapping")


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise _UnfitError(f"the key {name!r}, which is not text")
    return name

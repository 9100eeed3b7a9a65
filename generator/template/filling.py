"""One template, and what comes of giving it values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from generator.model import OMIT

from .error import TemplateError
from .program import steps
from .shape import Shape, compose
from .skeleton import Skeleton

_ABSENT = frozenset({type(OMIT), type(None)})
_NOTHING: frozenset[int] = frozenset()


class Filled:
    """An object made from a template (a model.Content).

    The text is made at once, because making it is also what finds a value that cannot be written; the body is made,
    and the values are let go, when it is first asked for.
    """

    __slots__ = ("_body", "_skeleton", "_values", "text")

    def __init__(self, skeleton: Skeleton, values: list[Any], text: str) -> None:
        self._skeleton = skeleton
        self._values = values
        self._body: dict[str, Any] | None = None
        self.text = text

    @property
    def body(self) -> dict[str, Any]:
        if self._body is None:
            self._body = self._skeleton.body(self._values)
            self._values = []
        return self._body


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
        omitted = _NOTHING if _ABSENT.isdisjoint(map(type, values)) else self._omitted(values, path)
        skeleton = _skeleton(self, path, omitted)
        for compute in skeleton.computed:
            values.append(compute(values))
        return Filled(skeleton, values, skeleton.text(values))

    def _omitted(self, values: list[Any], decisions: tuple[int, ...]) -> frozenset[int]:
        if None in values:
            hole = _shape(self, decisions)[0].holes[values.index(None)]
            fix = "give OMIT to leave the field out"
            raise TemplateError(f"`{hole.path}` is None, which is no value", self.file, hole.line, fix=fix)
        return frozenset(number for number, value in enumerate(values) if value is OMIT)


@lru_cache(maxsize=512)
def _shape(template: Template, decisions: tuple[int, ...]) -> tuple[Shape, dict[str, Any]]:
    """A template is a value, too: it never changes, so its shapes may be kept by its identity."""
    shape = compose(template.form, decisions, template.file)
    return shape, shape.tree()


@lru_cache(maxsize=1024)
def _skeleton(template: Template, decisions: tuple[int, ...], omitted: frozenset[int]) -> Skeleton:
    return Skeleton(*_shape(template, decisions), omitted)

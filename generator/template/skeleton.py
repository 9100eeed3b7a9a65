"""A shape made ready to be filled: how to build its object, and its canonical text cut at the values.

Building copies only the containers above a value; every constant subtree is one object shared by all that are filled.
The text comes from the writer itself, which writes the shape once with tokens for values, so that key order, quoting
and layout are its own; a value is then written by the writer's own function for what follows a key or a dash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.model import OMIT
from generator.yamlio.write import nested, write

from .error import TemplateError
from .layout import UNUSUAL, cut, follow, word
from .settle import UnfitError, settled
from .shape import TOKEN, Hole, Shape, token
from .trace import TracedStr, first_of

Values = list[Any]


class Skeleton:
    """One shape without its omitted values. In `values` those of the holes come first, computed ones after."""

    def __init__(self, shape: Shape, tree: dict[str, Any], omitted: frozenset[int]) -> None:
        self.shape = shape
        self.computed: list[Callable[[Values], Any]] = []
        self._copied: list[Any] = []
        self._links: list[tuple[int, Any, int]] = []
        self._puts: list[tuple[int, Any, int]] = []
        self._holes = len(shape.holes)
        tree = _pruned(tree, omitted)
        self._check_omitted(tree, omitted)
        self._root, kind, marked = self._place(tree)
        self._whole = kind == "value"
        self._constant = kind == "constant"
        self._pieces, self._slots = ([], []) if self._whole else cut(write(marked))

    def body(self, values: Values) -> dict[str, Any]:
        """The object."""
        if self._constant:
            return self._root  # type: ignore[no-any-return]
        if self._whole:
            return values[self._root]  # type: ignore[no-any-return]
        made = [container.copy() for container in self._copied]
        for parent, key, child in self._links:
            made[parent][key] = made[child]
        for parent, key, number in self._puts:
            made[parent][key] = values[number]
        return made[self._root]  # type: ignore[no-any-return]

    def text(self, values: Values) -> str:
        """The canonical text: what the writer makes of the object. Leaves the values settled. Raises TemplateError."""
        if self._whole:
            return self._written(write, values, self._root)
        pieces = self._pieces.copy()
        try:
            pieces[1::2] = [
                " " + word(value) if type(value := values[number]) is str and "\n" not in value else follow(value, at)
                for number, at in self._slots
            ]
        except UNUSUAL:
            self.settle(values)
            pieces[1::2] = [self._written(at.written, values, number, at.column) for number, at in self._slots]
        return "".join(pieces)

    def _written(self, by: Callable[..., str], values: Values, number: int, *column: int) -> str:
        """What the writer makes of a settled value. It refuses what no reader could read back, such as endless keys."""
        try:
            return by(values[number], *column)
        except (TypeError, ValueError) as error:
            hole = self.shape.holes[number] if number < self._holes else None
            what = f"`{hole.path}`" if hole else "a mapping whose keys are values"
            raise TemplateError(f"{what} cannot be written: {error}", self.shape.file, _line(hole)) from None

    def settle(self, values: Values) -> None:
        """Make the values plain, in place. Raises TemplateError for one that cannot stand in a manifest."""
        for number, hole in enumerate(self.shape.holes):
            if values[number] is OMIT:
                continue
            try:
                values[number] = settled(values[number])
            except UnfitError as error:
                raise TemplateError(f"`{hole.path}` holds {error}", self.shape.file, hole.line) from None

    def _check_omitted(self, tree: Any, omitted: frozenset[int]) -> None:
        for number in sorted(omitted):
            hole = self.shape.holes[number]
            if _mentions(tree, number):
                message = f"`{hole.path}` is left out, but it is part of a text or a key"
                raise TemplateError(message, self.shape.file, hole.line)

    def _place(self, node: Any) -> tuple[Any, str, Any]:
        """Where the node comes from, what kind of place that is, and the node as the writer shall see it."""
        if isinstance(node, str):
            found = TOKEN.fullmatch(node)
            if found:
                return int(found[1]), "value", node
            return self._compute(node) if TOKEN.search(node) else (node, "constant", node)
        if isinstance(node, dict):
            if any(TOKEN.search(key) for key in node):
                return self._compute(node)
            return self._container(node, list(node.items()), {}, dict(node))
        if isinstance(node, list):
            return self._container(node, list(enumerate(node)), [None] * len(node), list(node))
        return node, "constant", node

    def _compute(self, node: Any) -> tuple[int, str, str]:
        number = self._holes + len(self.computed)
        self.computed.append(_Joined(node, self.shape) if isinstance(node, str) else _Keyed(node, self))
        return number, "value", token(number)

    def _container(self, node: Any, children: list[tuple[Any, Any]], copied: Any, marked: Any) -> tuple[Any, str, Any]:
        links: list[tuple[Any, int]] = []
        puts: list[tuple[Any, int]] = []
        for key, child in children:
            place, kind, marked[key] = self._place(child)
            copied[key] = place if kind == "constant" else None
            if kind != "constant":
                (links if kind == "container" else puts).append((key, place))
        if not links and not puts:
            return node, "constant", node
        number = len(self._copied)
        self._copied.append(copied)
        self._links.extend((number, key, child) for key, child in links)
        self._puts.extend((number, key, value) for key, value in puts)
        return number, "container", marked


def _pruned(node: Any, omitted: frozenset[int]) -> Any:
    """The tree without the entries and items that are omitted."""
    if not omitted:
        return node

    def stays(child: Any) -> bool:
        found = TOKEN.fullmatch(child) if isinstance(child, str) else None
        return found is None or int(found[1]) not in omitted

    if isinstance(node, dict):
        return {key: _pruned(child, omitted) for key, child in node.items() if stays(child)}
    if isinstance(node, list):
        return [_pruned(child, omitted) for child in node if stays(child)]
    return node


def _mentions(node: Any, number: int) -> bool:
    if isinstance(node, str):
        return token(number) in node
    if isinstance(node, dict):
        return any(_mentions(key, number) or _mentions(child, number) for key, child in node.items())
    return isinstance(node, list) and any(_mentions(child, number) for child in node)


def _realise(node: Any, values: Values, shape: Shape) -> Any:
    """A subtree with its values: for texts that join several and mappings whose keys are values."""
    if isinstance(node, str):
        found = TOKEN.fullmatch(node)
        if found:
            return values[int(found[1])]
        return _Joined(node, shape)(values) if TOKEN.search(node) else node
    if isinstance(node, list):
        return [_realise(child, values, shape) for child in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Any] = {}
    for key, child in node.items():
        name = _realise(key, values, shape)
        hole = shape.holes[int(found[1])] if (found := TOKEN.search(key)) else None
        if not isinstance(name, str):
            kind = type(name).__name__
            raise TemplateError(f"a key must be text, `{shape.readable(key)}` is {kind}", shape.file, _line(hole))
        if name in made:
            raise TemplateError(f"the key `{shape.readable(key)}` appears twice", shape.file, _line(hole))
        made[name] = _realise(child, values, shape)
    return made


def _line(hole: Hole | None) -> int:
    return hole.line if hole is not None else 0


class _Keyed:
    """A mapping some of whose keys are values: its order is not known before."""

    def __init__(self, node: dict[str, Any], skeleton: Skeleton) -> None:
        self.node = node
        self.skeleton = skeleton

    def __call__(self, values: Values) -> Any:
        self.skeleton.settle(values)
        return _realise(self.node, values, self.skeleton.shape)


class _Joined:
    """Several values, or values and literal text, in one text; it takes the origin of the first that has one."""

    def __init__(self, text: str, shape: Shape) -> None:
        self.shape = shape
        self.parts = TOKEN.split(text)
        self.numbers = [int(part) for part in self.parts[1::2]]

    def __call__(self, values: Values) -> str:
        parts = self.parts.copy()
        parts[1::2] = [
            value if type(value := values[number]) is str else self.text(value, number) for number in self.numbers
        ]
        whole = "".join(parts)
        traced = [values[number] for number in self.numbers if type(values[number]) is not str]
        held = first_of(traced) if traced else None
        return whole if held is None else TracedStr(whole, held)

    def text(self, value: Any, number: int) -> str:
        if isinstance(value, str):
            return value
        if not isinstance(value, int | float):
            hole = self.shape.holes[number]
            message = f"`{hole.path}` is a {type(value).__name__} and cannot be part of a text"
            raise TemplateError(message, self.shape.file, hole.line)
        return nested(value, 0)[1:]

"""From a rendered field back to the line somebody wrote: the app is rendered again with values that remember."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from generator.components import Component
from generator.model import App, Content, Finding, Origin, Path, Scene, UserError, View
from generator.template import Held, places, resolved, traced
from generator.values.layers import Layers


class Traces:
    """The values of apps with the place of each, made when first asked for: many objects ask for the same ones."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._made: dict[tuple[str, str], Mapping[str, Any]] = {}

    def __call__(self, app: App) -> App:
        """The app with values that remember where they were written."""
        key = (app.scope, app.application)
        if key not in self._made:
            self._made[key] = traced(app.values, lambda path: self._layers.locate(app, path))
        return replace(app, values=self._made[key])


@dataclass(frozen=True)
class Locator:
    """Answers `locator(path)` for one object. Nothing is computed before the first question.

    `number` counts the component's views, `source` is the one's own: of the view nothing else is kept, since views
    take more memory than all the text that is made of them.
    """

    layers: Layers
    traces: Traces
    app: App
    scene: Scene
    component: Component
    number: int
    source: Path
    refill: Callable[[Component, App, View], Content]

    def __call__(self, path: Path) -> Origin | None:
        """The place that wrote the field, or the nearest field around it, or what asked for the object."""
        if own := resolved(self.fields.get(path)):
            return own
        if path and (below := self._below(path)):
            return below
        # A missing field of a list item, or of something as deep, is told where its neighbours are written.
        for end in range(len(path) - 1, 3, -1):
            if beside := self._below(path[:end]):
                return beside
        if self.source:
            asked = self.layers.locate(self.app, self.source, key=True)
            if asked:
                return asked
        around = (self._below(path[:end]) for end in range(min(len(path) - 1, 3), 0, -1))
        return next((origin for origin in around if origin), self.app.origin)

    def _below(self, path: Path) -> Origin | None:
        """The first place below a field, one in the app's own file before all others."""
        own = self.app.origin.file
        held = (held for place, held in self.fields.items() if place[: len(path)] == path)
        found = (origin for each in held if (origin := resolved(each)) is not None)
        return min(found, key=lambda o: (o.file != own, o.file, o.line, o.column), default=None)

    @cached_property
    def fields(self) -> Mapping[Path, Held]:
        """Every rendered field that is a value of the app, by path."""
        # A component may refuse traced values it would accept plain only through a bug; an answer that is less
        # precise is better than none.
        try:
            app = self.traces(self.app)
            scene = self.scene
            if app.scope == "domain":
                scene = replace(scene, services=tuple(self.traces(other) for other in scene.services))
            view = next(islice(self.component.views(app, scene), self.number, None))
            return places(self.refill(self.component, app, view))
        except (UserError, StopIteration):
            return {}


def told(error: UserError, apps: Iterable[App], layers: Layers) -> tuple[Finding, ...]:
    """The findings of an error, those at an app's main file moved to the values line that they are about.

    That line is the error's `path`, or else what its message starts with: a dotted path in the app's values, after
    the app's name where that stands first. `apps` are those it may be about, the likeliest first.
    """
    app = next((app for app in apps if app.origin == error.origin), None)
    return error.findings if app is None else tuple(_moved(each, error.path, app, layers) for each in error.findings)


def _moved(finding: Finding, path: Path, app: App, layers: Layers) -> Finding:
    if finding.origin != app.origin:
        return finding
    message = finding.message.removeprefix(f"{app.name}: ")
    # What a message starts with may be a default that nobody wrote; then it is about what it names beside it.
    places = [path] if path else [path_in(rest, app.values) for rest in (message, *_tails(message))]
    found = next((found for place in places if place and (found := layers.span(app, place))), None)
    return finding if found is None else replace(finding, origin=found[0], length=found[1])


def _tails(message: str) -> Iterator[str]:
    """The message from each of its words on."""
    return (message[word.start() :] for word in re.finditer(r"(?<= )[A-Za-z]", message))


def path_in(message: str, values: Mapping[str, Any]) -> Path:
    """The longest path of the values that a message starts with, such as `ports.http: ...` or `rules[2].name ...`.

    A key may hold dots itself; an item of a list is named by position or by the text of one of its fields.
    """
    path: list[str | int] = []
    node: Any = values
    rest = message.removeprefix("`")
    while True:
        step = _step(node, rest, first=not path)
        if step is None:
            return tuple(path)
        part, size = step
        path.append(part)
        node, rest = node[part], rest[size:]


def _step(node: Any, rest: str, *, first: bool) -> tuple[str | int, int] | None:
    """The next part of a path and how many characters name it."""
    if isinstance(node, Mapping):
        sign = "" if first else "."
        keys = (key for key in node if rest.startswith(f"{sign}{key}") and _ends(rest[len(sign) + len(key) :]))
        key = max(keys, key=len, default=None)
        return None if key is None else (key, len(sign) + len(key))
    if isinstance(node, Sequence) and not isinstance(node, str):
        number = re.match(r"\[(\d+)\]", rest)
        if number and int(number[1]) < len(node):
            return int(number[1]), number.end()
        return next((step for n, item in enumerate(node) if (step := _item(n, item, rest))), None)
    return None


def _item(number: int, item: Any, rest: str) -> tuple[int, int] | None:
    """An item of a list named by the text of one of its fields, as `[text]` or `.text`."""
    texts = [text for text in item.values() if isinstance(text, str) and text] if isinstance(item, Mapping) else []
    for text in texts:
        if rest.startswith(f"[{text}]"):
            return number, len(text) + 2
        if rest.startswith(f".{text}") and _ends(rest[len(text) + 1 :]):
            return number, len(text) + 1
    return None


def _ends(rest: str) -> bool:
    return not rest or rest[0] in ".[:,` "

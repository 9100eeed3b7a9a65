"""From a rendered field back to the line somebody wrote: the app is rendered again with values that remember."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from generator.components import Component
from generator.model import App, Content, Origin, Path, Scene, UserError, View
from generator.template import origins, traced
from generator.values.layers import Layers


@dataclass(frozen=True)
class Locator:
    """Answers `locator(path)` for one object. Nothing is computed before the first question."""

    layers: Layers
    app: App
    scene: Scene
    component: Component
    number: int
    view: View
    refill: Callable[[Component, App, View], Content]

    def __call__(self, path: Path) -> Origin | None:
        """The place that wrote the field, or the nearest field around it, or what asked for the object."""
        known = self.fields
        if path in known:
            return known[path]
        below = [origin for place, origin in known.items() if place[: len(path)] == path]
        if path and below:
            return min(below, key=lambda o: (o.file, o.line, o.column))
        if self.view.source:
            asked = self.layers.locate(self.app, self.view.source, key=True)
            if asked:
                return asked
        for end in range(len(path) - 1, 0, -1):
            around = [origin for place, origin in known.items() if place[:end] == path[:end]]
            if around:
                return min(around, key=lambda o: (o.file, o.line, o.column))
        return self.app.origin

    @cached_property
    def fields(self) -> Mapping[Path, Origin]:
        """Every rendered field whose value was written somewhere, by path."""
        # A component may refuse traced values it would accept plain only through a bug; an answer that is less
        # precise is better than none.
        try:
            app = self._traced(self.app)
            scene = self.scene
            if app.scope == "domain":
                scene = replace(scene, services=tuple(self._traced(other) for other in scene.services))
            view = next(islice(self.component.views(app, scene), self.number, None))
            return origins(self.refill(self.component, app, view))
        except (UserError, StopIteration):
            return {}

    def _traced(self, app: App) -> App:
        return replace(app, values=traced(app.values, lambda path: self.layers.locate(app, path)))

"""Values to fleet: folds the layers, asks every component for its objects, fills the templates. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path as FilePath
from typing import Any

from generator import argocd, components, placing
from generator.components import Component
from generator.locate import Locator, Traces, told
from generator.metadata import metadata
from generator.model import App, Content, Finding, Fleet, Manifest, ObjectId, Origin, Path, Scene, UserError, View
from generator.patches import patched, raw_manifests
from generator.template import load
from generator.values.judge import Judge
from generator.values.layers import Layers, scene
from generator.values.references import reference_findings
from generator.values.schema import Shape
from generator.values.source import Source
from generator.values.stored import shapes_of
from generator.yamlio.text import Text


@dataclass(frozen=True)
class Built:
    """A fleet, and everything that kept it from being whole: with errors in `findings` it must not be written.

    `unfit` says that some object did not fit its schema (asked for with `fits`).
    """

    fleet: Fleet
    findings: tuple[Finding, ...]
    layers: Layers
    unfit: bool = False

    @property
    def failed(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


@lru_cache(maxsize=1)
def shapes() -> Mapping[str, Shape]:
    """The values schemas, assembled from every component's fragment."""
    return shapes_of(schema_files())


def schema_files() -> Mapping[str, FilePath]:
    """The schema.yaml of every owner of values keys."""
    return {**components.schema_files(), "argocd": argocd.SCHEMA}


Fits = Callable[[Scene, str, str, Mapping[str, Any]], bool]
"""Whether an object of a scene (apiVersion, kind, body) fits its schema."""


def build(
    source: Source,
    environments: Collection[str] = (),
    *,
    lean: bool = False,
    alone: bool = False,
    fits: Fits | None = None,
) -> Built:
    """The fleet of every environment (or of those named). Raises UserError for an environment nobody declared.

    `lean` keeps of each object its text alone, which halves the memory; a body is read from it should anybody ask.
    `alone` makes the objects of services only, for a source that holds some of them; OthersNeededError where one of
    them has to know the services that were not read. `fits` is asked of every object while its body is at hand.
    """
    layers = Layers(source, shapes())
    judge = Judge(layers.shapes)
    findings = [*source.findings, *judge.files(source), *reference_findings(layers)]
    fatal = {finding.origin.file for finding in findings if finding.origin and finding.severity == "error"}
    if "values/fleet.yaml" in fatal or "values/fleet.yaml" not in source.documents:
        missing = [_no_fleet()] if "values/fleet.yaml" not in source.bytes_by_file else []
        return Built(Fleet(()), (*missing, *findings), layers)
    unknown = sorted(set(environments) - set(layers.environments))
    if unknown:
        raise UserError(f"no environment {unknown[0]!r}; there are {', '.join(layers.environments) or 'none'}")
    wanted = [name for name in layers.environments if not environments or name in environments]
    scenes = [scene(layers, name) for name in wanted]
    more, refused = judge.apps(layers, scenes, findings)
    findings += more
    if not any(s.services for s in scenes):
        findings.append(_no_services())
    workshop = _Workshop(layers, refused, any(finding.severity == "error" for finding in findings), lean, alone, fits)
    manifests: list[Manifest] = []
    for one in scenes:
        manifests += workshop.scene(one)
    findings += workshop.findings
    fleet = Fleet(tuple(sorted(manifests, key=lambda m: m.path)), tuple(scenes), layers.fleet)
    return Built(fleet, tuple(sorted(set(findings), key=Finding.sort_key)), layers, workshop.unfit)


def _no_fleet() -> Finding:
    return Finding("values-missing", "error", "values/fleet.yaml is missing: it names the environments and domains")


def _no_services() -> Finding:
    return Finding("values-missing", "error", "no services found under values/services/")


class _Workshop:
    """Makes the manifests of a scene; collects what goes wrong app by app."""

    def __init__(
        self,
        layers: Layers,
        refused: Collection[str],
        doubtful: bool,
        lean: bool,
        alone: bool = False,
        fits: Fits | None = None,
    ) -> None:
        self.layers = layers
        self._traces = Traces(layers)
        self._refused = refused
        self._doubtful = doubtful
        self._lean = lean
        self._alone = alone
        self._texts: dict[str, str] = {}
        self._fits = fits
        self.unfit = False
        self.findings: list[Finding] = []
        self._components = components.load()
        self._templates = {c.name: load(c.folder) for c in self._components}
        self._templates["argocd"] = load(argocd.FOLDER)

    def scene(self, one: Scene) -> Iterator[Manifest]:
        """Every manifest of an environment; apps whose values are broken are left out."""
        if self._alone:
            return self._services(one)
        one = self._with_parts(one)
        usable = self._usable(one)
        made: list[Manifest] = []
        for app in (*one.services, *one.domains, *one.platform):
            if app.folder not in self._refused:
                with self._collecting(one, app):
                    made += list(self._app(app, one))
        with self._collecting(one):
            made += [self._placed(placed, one) for placed in argocd.tree(usable, made)]
        return iter(made)

    def _services(self, one: Scene) -> Iterator[Manifest]:
        """The objects of the services that were read, none of which may look at those that were not."""
        unread: Any = _Unread()
        blind = replace(one, services=unread)
        for app in one.services:
            if app.folder not in self._refused:
                with self._collecting(replace(one, services=()), app):
                    yield from list(self._app(self._filled(app, blind), blind))

    def _usable(self, one: Scene) -> Scene:
        """The scene without the apps whose values are broken."""

        def kept(apps: Sequence[App]) -> tuple[App, ...]:
            return tuple(app for app in apps if app.folder not in self._refused)

        return replace(one, services=kept(one.services), domains=kept(one.domains), platform=kept(one.platform))

    def _with_parts(self, one: Scene) -> Scene:
        """The scene whose apps know what other components add to them."""

        def filled(apps: Sequence[App]) -> tuple[App, ...]:
            done = []
            for app in apps:
                with self._collecting(one, app):
                    done.append(app if app.folder in self._refused else self._filled(app, one))
            return tuple(done)

        return replace(one, services=filled(one.services), domains=filled(one.domains), platform=filled(one.platform))

    def _filled(self, app: App, one: Scene) -> App:
        slots: dict[str, list[Any]] = {}
        for component in self._components:
            if component.parts and app.scope in component.scopes:
                for part in component.parts(app, one):
                    slots.setdefault(part.slot, []).append(part.item)
        return replace(app, parts={slot: tuple(items) for slot, items in slots.items()}) if slots else app

    @contextmanager
    def _collecting(self, one: Scene, *apps: App) -> Iterator[None]:
        """One app's trouble is a finding at the values line it is about; the others go on."""
        try:
            yield
        except UserError as error:
            apps = (*apps, *one.services, *one.domains, *one.platform)
            self.findings.extend(told(error, apps, self.layers))
        except (TypeError, AttributeError, KeyError, ValueError, IndexError):
            # What another app's broken values may do to this one is no news: they are told, and nothing is written.
            if not self._doubtful:
                raise

    def _app(self, app: App, one: Scene) -> Iterator[Manifest]:
        wanted = [(c, n, v) for c in self._components if app.scope in c.scopes for n, v in enumerate(c.views(app, one))]
        kinds = [self._templates[c.name].kind(v.template) for c, _, v in wanted]
        raw = raw_manifests(app)
        present = frozenset((*kinds, *((str(b["apiVersion"]), str(b["kind"])) for _, b, _ in raw)))
        made = []
        lean = self._lean and not app.values.get("patches")
        for (component, number, view), (api_version, kind) in zip(wanted, kinds, strict=True):
            wave = argocd.wave(api_version, kind, present)
            content: Content = self._templates[component.name].fill(view.template, _context(app, view, wave))
            if lean:
                content = self._kept(one, api_version, kind, content)
            locator = Locator(self.layers, self._traces, app, one, component, number, view.source, self._refill)
            made.append(placing.made(app, view, api_version, kind, content, wave, component.name, locator))
        span = partial(self.layers.span, app)
        loose = [*placing.raw(app, raw, span)]
        if not lean:
            made = patched(app, [*made, *loose], span)
            loose = made
        for manifest in loose:
            self._ask(one, manifest.api_version, manifest.id.kind, manifest.content)
        return iter(made if loose is made else [*made, *loose])

    def _kept(self, one: Scene, api_version: str, kind: str, content: Content) -> Content:
        """The text alone, once its body was asked whether it fits; environments share a third of them."""
        self._ask(one, api_version, kind, content)
        return Text(self._texts.setdefault(content.text, content.text))

    def _ask(self, one: Scene, api_version: str, kind: str, content: Content) -> None:
        if self._fits is not None and not self._fits(one, api_version, kind, content.body):
            self.unfit = True

    def _refill(self, component: Component, app: App, view: View) -> Content:
        return self._templates[component.name].fill(view.template, _context(app, view, 0))

    def _placed(self, placed: argocd.Placed, one: Scene) -> Manifest:
        view = placed.view
        api_version, kind = self._templates["argocd"].kind(view.template)
        content: Content = self._templates["argocd"].fill(view.template, _context(placed.app, view, placed.wave))
        if self._lean:
            content = self._kept(one, api_version, kind, content)
        group, _, version = api_version.rpartition("/")
        identity = ObjectId(group, kind, view.namespace or "", view.name)
        app = placed.app
        locate = partial(_asked, self.layers, app, view.source)
        return Manifest(
            identity,
            version,
            content,
            placed.path,
            one.environment,
            placed.cluster,
            app,
            "argocd",
            view.source,
            placed.wave,
            locate=locate,
        )


def _asked(layers: Layers, app: App, source: Path, path: Path) -> Origin:
    """The place that asked for a field of the Argo CD tree: a chart's own values stand where somebody wrote them."""
    if "valuesObject" in path:
        source = ("values", *path[path.index("valuesObject") + 1 :])
    return layers.locate(app, source) or app.origin


class OthersNeededError(Exception):
    """An object of a service depends on services that were not read."""


class _Unread:
    """Stands for services that nobody read: whatever is asked of them cannot be answered."""

    def _refuse(self, *_: object) -> Any:
        raise OthersNeededError

    __iter__ = __len__ = __getitem__ = __contains__ = __add__ = __radd__ = _refuse


def _context(app: App, view: View, wave: int) -> dict[str, Any]:
    return {**view.data, "metadata": metadata(app, view, wave)}

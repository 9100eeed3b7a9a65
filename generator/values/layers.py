"""Which files make one app: environments and their chains, layers folded weakest first, apps and scenes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from generator.model import App, Origin, Path, Scene, Target
from generator.values.merge import merge
from generator.values.origins import Layer, Writing, locate, span, writings
from generator.values.schema import Shape, fill
from generator.values.source import FOLDER, Source

FLEET = f"{FOLDER}/fleet.yaml"
DEFAULTS = f"{FOLDER}/defaults.yaml"
_SECTIONS = ("service", "domain", "platform")


@dataclass(frozen=True)
class Folded:
    """Values of one app before defaults, with the layers they came from."""

    values: Mapping[str, Any]
    layers: tuple[Layer, ...]


class Layers:
    """All layers of a repository: what each environment's apps are made of."""

    def __init__(self, source: Source, shapes: Mapping[str, Shape]) -> None:
        self.source = source
        self.shapes = shapes
        self._bases: dict[tuple[str, str], Folded] = {}

    @cached_property
    def fleet(self) -> Mapping[str, Any]:
        """fleet.yaml with its defaults."""
        filled: Mapping[str, Any] = fill(dict(self.source.data(FLEET)), self.shapes["fleet"].defaults)
        return filled

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """The environments that render something, in the order of promotion."""
        table = self.fleet.get("environments")
        rows = table.items() if isinstance(table, dict) else ()
        return tuple(name for name, facts in rows if not (isinstance(facts, dict) and facts.get("abstract")))

    def chain(self, environment: str) -> tuple[str, ...]:
        """The environment and those it extends, the most general first; a loop ends where it closes."""
        names: list[str] = []
        name: str | None = environment
        while name and name not in names:
            names.append(name)
            name = self.extends(name)
        return tuple(reversed(names))

    def extends(self, environment: str) -> str | None:
        """The environment it starts from, if any."""
        table = self.fleet.get("environments")
        facts = table.get(environment) if isinstance(table, dict) else None
        other = facts.get("extends") if isinstance(facts, dict) else None
        return other if isinstance(other, str) else None

    def settings(self, environment: str) -> Mapping[str, Any]:
        """The environment's own facts: fleet.yaml, then environments/<env>.yaml of its chain."""
        fleet = self.fleet
        folded: dict[str, Any] = {
            "repository": fleet.get("repository", {}),
            "products": fleet.get("products", {}),
            "closedNamespaces": fleet.get("closedNamespaces", []),
            "externals": fleet.get("externals", []),
            "imageRegistries": fleet.get("imageRegistries", []),
            "alertLabels": fleet.get("alertLabels", []),
            "domains": fleet.get("domains", {}),
        }
        tree = self.shapes["environment"].identities
        for name in self.chain(environment):
            facts = {k: v for k, v in fleet["environments"].get(name, {}).items() if k not in ("extends", "abstract")}
            folded = merge(folded, facts)
            document = self.source.data(f"{FOLDER}/environments/{name}.yaml")
            folded = merge(folded, {k: v for k, v in document.items() if k not in _SECTIONS}, tree)
        filled: Mapping[str, Any] = fill(folded, self.shapes["environment"].defaults)
        return {key: value for key, value in filled.items() if key not in _SECTIONS}

    def environment_layers(self, environment: str) -> tuple[Layer, ...]:
        """Where the environment's own facts are written, weakest first."""
        layers: list[Layer] = []
        for name in self.chain(environment):
            layers.append(Layer(FLEET, ("environments", name)))
            layers.append(Layer(f"{FOLDER}/environments/{name}.yaml"))
        return (Layer(FLEET), *layers)

    def service(self, environment: str, service: str) -> Iterator[tuple[str, Folded]]:
        """Every instance of a service in an environment (one named "" where there are none)."""
        files = self._files("services", service, "values.yaml", environment)
        named: dict[str, list[Layer]] = {}
        for layer in files:
            for name in self.source.data(layer.file).get("instances") or {}:
                named.setdefault(name, []).append(Layer(layer.file, ("instances", name)))
        for instance, own in sorted(named.items()) or [("", [])]:
            layers = (*files, *own)
            domain = next((d for d in (self._say(x, "domain") for x in reversed(layers)) if isinstance(d, str)), "")
            base = self._base(environment, domain)
            folded = self._fold(base, layers, "service")
            folded.pop("instances", None)
            yield instance, Folded(folded, (*base.layers, *layers))

    def domain(self, environment: str, domain: str) -> Folded:
        """A domain in an environment."""
        layers = (*self._sections(environment, "domain"), *self._beside("domains", domain, environment))
        values = self._fold(Folded({}, ()), layers, "domain")
        values.pop("service", None)
        return Folded(values, layers)

    def component(self, environment: str, component: str) -> Folded:
        """A platform component in an environment."""
        layers = (*self._sections(environment, "platform"), *self._beside("platform", component, environment))
        return Folded(self._fold(Folded({}, ()), layers, "platform"), layers)

    def _base(self, environment: str, domain: str) -> Folded:
        key = (environment, domain)
        if key not in self._bases:
            layers: list[Layer] = [Layer(DEFAULTS)] if DEFAULTS in self.source.documents else []
            layers += self._sections(environment, "service")
            for layer in self._beside("domains", domain, environment):
                layers.append(replace(layer, prefix=("service",)))
            self._bases[key] = Folded(self._fold(Folded({}, ()), tuple(layers), "service"), tuple(layers))
        return self._bases[key]

    def _sections(self, environment: str, section: str) -> list[Layer]:
        files = (f"{FOLDER}/environments/{name}.yaml" for name in self.chain(environment))
        return [Layer(file, (section,)) for file in files if section in self.source.data(file)]

    def _files(self, kind: str, name: str, main: str, environment: str) -> tuple[Layer, ...]:
        names = [main, *(f"{env}.yaml" for env in self.chain(environment))]
        files = (f"{FOLDER}/{kind}/{name}/{file}" for file in names)
        return tuple(Layer(file) for file in files if file in self.source.documents)

    def _beside(self, kind: str, name: str, environment: str) -> tuple[Layer, ...]:
        main = f"{FOLDER}/{kind}/{name}.yaml"
        own = (f"{FOLDER}/{kind}/{name}/{env}.yaml" for env in self.chain(environment))
        return tuple(Layer(file) for file in (main, *own) if file in self.source.documents)

    def _say(self, layer: Layer, key: str) -> Any:
        data: Any = self.source.data(layer.file)
        for part in layer.prefix:
            data = data.get(part) if isinstance(data, dict) else None
        return data.get(key) if isinstance(data, dict) else None

    def _fold(self, base: Folded, layers: tuple[Layer, ...], scope: str) -> dict[str, Any]:
        tree = self.shapes[scope].identities
        folded = dict(base.values)
        for layer in layers:
            data: Any = self.source.data(layer.file)
            for part in layer.prefix:
                data = data.get(part) if isinstance(data, dict) else None
            if isinstance(data, dict):
                folded = merge(folded, data, tree)
        return folded

    def locate(self, app: App, path: Path, *, key: bool = False) -> Origin | None:
        """Where a person wrote the value at `path` of an app's values (or its nearest written ancestor)."""
        return locate(self.source, app.layers, app.values, path, self.shapes[app.scope].identities, key=key)

    def span(self, app: App, path: Path, key: bool = False) -> tuple[Origin, int] | None:
        """As `locate`, and how many characters to underline: a scalar itself, the key of everything else."""
        return span(self.source, app.layers, app.values, path, self.shapes[app.scope].identities, key=key)

    def unreadable(self, app: App) -> bool:
        """Whether a file that belongs to the app's layers exists and could not be read."""
        if not self.source.broken:
            return False
        folder = {"service": "services", "domain": "domains", "platform": "platform"}[app.scope]
        own = f"{FOLDER}/{folder}/{app.name}"
        shared = {DEFAULTS, FLEET, f"{FOLDER}/domains/{app.domain}.yaml"}
        shared |= {f"{FOLDER}/environments/{name}.yaml" for name in self.chain(app.target.environment)}
        return any(file in shared or file == f"{own}.yaml" or file.startswith(f"{own}/") for file in self.source.broken)

    def writings(self, app: App, path: Path) -> list[Writing]:
        """Every layer's say on the value at `path`, strongest first."""
        return writings(self.source, app.layers, app.values, path, self.shapes[app.scope].identities)


def scene(layers: Layers, environment: str) -> Scene:
    """One environment with every app in it; values are folded and filled, not yet judged."""
    settings = layers.settings(environment)
    services = tuple(
        app
        for name in layers.source.services
        for instance, folded in layers.service(environment, name)
        if (app := _app(layers, settings, environment, "service", name, folded, instance)).values.get("enabled", True)
    )
    domains = tuple(
        _app(layers, settings, environment, "domain", name, layers.domain(environment, name))
        for name in layers.source.domains
    )
    platform = tuple(
        app
        for name in layers.source.platform
        if (
            app := _app(layers, settings, environment, "platform", name, layers.component(environment, name))
        ).values.get("enabled", True)
    )
    return Scene(environment, settings, services, domains, platform)


def _app(
    layers: Layers,
    settings: Mapping[str, Any],
    environment: str,
    scope: str,
    name: str,
    folded: Folded,
    instance: str = "",
) -> App:
    values = fill(folded.values, layers.shapes[scope].defaults)
    domain = {"service": values.get("domain"), "domain": name}.get(scope) or "platform"
    cluster = settings.get("cluster")
    server = cluster.get("server", "") if isinstance(cluster, dict) else ""
    namespace = values.get("namespace")
    main = next((x.file for x in folded.layers if x.file.endswith(_main_file(scope, name))), FLEET)
    return App(
        name,
        str(domain),
        Target(environment, server, namespace if isinstance(namespace, str) else ""),
        values,
        Origin(main, 1, 1),
        scope,
        instance,
        tuple(str(x) for x in folded.layers),
    )


def _main_file(scope: str, name: str) -> str:
    return {"service": f"services/{name}/values.yaml", "domain": f"domains/{name}.yaml"}.get(
        scope, f"platform/{name}.yaml"
    )

"""Everything aimed at one cluster, as rules ask for it: by kind, namespace, selector and reference."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, TypeVar

from generator.facts import kinds
from generator.facts.pod_index import PodIndex, by_namespace
from generator.model import Fleet, Manifest, ObjectId, Path, Scene

NEWEST: Mapping[str, str] = {
    "kubernetes": "1.34",
    "keda": "2.18",
    "istio": "1.28",
    "argocd": "3.2",
    "prometheusOperator": "0.87",
    "prometheus": "3.5",
    "alertmanager": "0.29",
    "externalSecrets": "1.0",
}
"""The product versions assumed where the repository names none."""


Made = TypeVar("Made")
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=str)
_NUMBERS = re.compile(r"\d+")


def kind_name(manifest: Manifest) -> str:
    """`Kind.group`, or `Kind` in the core group."""
    return f"{manifest.id.kind}.{manifest.id.group}" if manifest.id.group else manifest.id.kind


def get(node: Any, *path: str | int) -> Any:
    """The node at a path of a body, or None where something on the way is absent or of another type."""
    for part in path:
        # Asking for a type is several times cheaper than asking an abstract class: most nodes are dicts or absent.
        if type(node) is dict:
            node = node.get(part)
        elif node is None:
            return None
        elif isinstance(node, Mapping):
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node):
            node = node[part]
        else:
            return None
    return node


def mapping(node: Any, *path: str | int) -> Mapping[str, Any]:
    """The mapping at a path of a body, or an empty one."""
    # The same few lines stand in `rows` and in `fields`: rules ask millions of times, and each call counts.
    for part in path:
        node = node.get(part) if type(node) is dict else get(node, part)
    if type(node) is dict:
        return node
    return node if node is not None and isinstance(node, Mapping) else {}


def rows(node: Any, *path: str | int) -> list[Any]:
    """The list at a path of a body, or an empty one."""
    for part in path:
        node = node.get(part) if type(node) is dict else get(node, part)
    return node if isinstance(node, list) else []


@dataclass(frozen=True)
class PodTemplate:
    """A pod template: the object that holds it, where, and its labels and spec."""

    manifest: Manifest
    path: Path
    labels: Mapping[str, Any]
    spec: Mapping[str, Any]

    @property
    def namespace(self) -> str:
        return self.manifest.id.namespace

    def containers(self, *, init: bool = False) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """Each container with its path in the object; init containers first when asked for."""
        for key in ("initContainers", "containers") if init else ("containers",):
            for n, container in enumerate(rows(self.spec, key)):
                if isinstance(container, Mapping):
                    yield (*self.path, "spec", key, n), container


@dataclass(frozen=True, eq=False)
class Cluster:
    """The objects of one environment (or of a hand-written tree), and what is known of the cluster they go to.

    `previous` is the same environment as it was before a change; None where nothing is compared.
    """

    name: str
    manifests: tuple[Manifest, ...]
    scene: Scene | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    previous: Cluster | None = None

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Manifest, ...]]:
        found: dict[str, list[Manifest]] = {}
        for manifest in self.manifests:
            found.setdefault(kind_name(manifest), []).append(manifest)
        return {kind: tuple(items) for kind, items in found.items()}

    @cached_property
    def by_id(self) -> Mapping[ObjectId, Manifest]:
        return {manifest.id: manifest for manifest in reversed(self.manifests)}

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """Namespaces that anything here lives in or declares."""
        declared = {m.id.name for m in self.all(kinds.NAMESPACE)}
        return frozenset(declared | {m.id.namespace for m in self.manifests if m.id.namespace})

    def all(self, *wanted: str) -> tuple[Manifest, ...]:
        """Every object of the kinds (`Kind.group`)."""
        return tuple(m for kind in wanted for m in self.by_kind.get(kind, ()))

    def get(self, kind: str, namespace: str, name: str) -> Manifest | None:
        """One object by `Kind.group`, namespace ("" for cluster-scoped) and name."""
        word, _, group = kind.partition(".")
        return self.by_id.get(ObjectId(group, word, namespace, name))

    def version(self, product: str) -> tuple[int, ...]:
        """The product's version as numbers; see `assumed` for its text."""
        numbers = _NUMBERS.findall(self.assumed(product)) or _NUMBERS.findall(NEWEST[product])
        return tuple(int(number) for number in numbers[:3])

    def assumed(self, product: str) -> str:
        """The product's version that the settings name, or the newest known."""
        return str(mapping(self.settings, "products").get(product) or NEWEST[product])

    @cached_property
    def templates(self) -> tuple[PodTemplate, ...]:
        """Every pod template."""
        return tuple(t for m in self.all(*kinds.WORKLOADS) if (t := self.template(m)) is not None)

    def template(self, manifest: Manifest) -> PodTemplate | None:
        """The pod template of a workload, None for any other object or where it is missing."""
        return self.once(manifest, _template) if kind_name(manifest) in kinds.POD_TEMPLATES else None

    @cached_property
    def _templates_by_namespace(self) -> Mapping[str, tuple[PodTemplate, ...]]:
        found: dict[str, list[PodTemplate]] = {}
        for template in self.templates:
            found.setdefault(template.namespace, []).append(template)
        return {name: tuple(items) for name, items in found.items()}

    def templates_in(self, namespace: str) -> tuple[PodTemplate, ...]:
        return self._templates_by_namespace.get(namespace, ())

    @cached_property
    def _pods(self) -> Mapping[str, PodIndex[PodTemplate]]:
        return by_namespace(self.templates)

    def selected(self, namespace: str, selector: Mapping[str, Any] | None) -> tuple[PodTemplate, ...]:
        """The pod templates of a namespace that a LabelSelector takes in: an absent one none, an empty one all."""
        pods = self._pods.get(namespace)
        return pods.selected(selector) if pods is not None else ()

    def behind(self, service: Manifest) -> tuple[PodTemplate, ...]:
        """The pod templates a Service selects, in its own namespace; an empty selector selects nothing."""
        selector = mapping(service.body, "spec", "selector")
        return self.selected(service.id.namespace, {"matchLabels": selector}) if selector else ()

    def once(self, manifest: Manifest, make: Callable[[Manifest, Cluster], Made]) -> Made:
        """What `make` says of an object, made once while rule after rule looks at the same object."""
        held = self._held
        if held[0] is not manifest:
            held[0], held[1] = manifest, {}
        made: dict[Any, Any] = held[1]
        if make not in made:
            made[make] = make(manifest, self)
        found: Made = made[make]
        return found

    @cached_property
    def _held(self) -> list[Any]:
        return [None, {}]

    def words(self, manifest: Manifest) -> str:
        """All text of an object in one string, for a quick look: its canonical text, or its body as JSON."""
        return self.once(manifest, _words)

    def closed(self, namespace: str) -> bool:
        """Whether the settings say that this repository owns the namespace wholly."""
        patterns = self.settings.get("closedNamespaces") or ()
        return any(fnmatchcase(namespace, str(pattern)) for pattern in patterns)

    def external(self, kind: str, namespace: str, name: str) -> bool:
        """Whether the settings declare the object to live elsewhere (`Kind/namespace/name`, globs)."""
        text = f"{kind.partition('.')[0]}/{namespace}/{name}"
        return any(fnmatchcase(text, str(pattern)) for pattern in self.settings.get("externals") or ())

    def absence(self, kind: str, namespace: str, name: str) -> str:
        """How bad it is that a referenced object is not here.

        `""` when it is declared external, `error` in a closed namespace, `unverifiable` elsewhere: it may live outside
        what was given.
        """
        if self.external(kind, namespace, name):
            return ""
        return "error" if self.closed(namespace) else "unverifiable"


def _template(manifest: Manifest, cluster: Cluster) -> PodTemplate | None:
    path = kinds.POD_TEMPLATES[kind_name(manifest)]
    node = get(manifest.body, *path)
    if not isinstance(node, Mapping):
        return None
    return PodTemplate(manifest, path, mapping(node, "metadata", "labels"), mapping(node, "spec"))


def _words(manifest: Manifest, cluster: Cluster) -> str:
    # Rendered objects have their text already; to write that of any other takes twenty times as long as JSON.
    return manifest.text if manifest.app is not None else _ENCODER.encode(manifest.body)


def clusters(fleet: Fleet, previous: Fleet | None = None) -> tuple[Cluster, ...]:
    """One Cluster per environment of a fleet, sorted by name; each knows what it was in the `previous` fleet."""
    before = {cluster.name: cluster for cluster in clusters(previous)} if previous is not None else {}
    found: dict[str, list[Manifest]] = {}
    for manifest in fleet.manifests:
        found.setdefault(manifest.environment, []).append(manifest)
    scenes = {scene.environment: scene for scene in fleet.scenes}
    made = []
    for name, manifests in sorted(found.items()):
        scene = scenes.get(name)
        settings = {**fleet.settings, **(scene.settings if scene else {})}
        made.append(Cluster(name, tuple(manifests), scene, settings, before.get(name)))
    return tuple(made)

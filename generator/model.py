"""The words of Argosy: frozen values that travel between the units. Imports nothing of the project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

Path = tuple[str | int, ...]
"""Where a node sits in a tree: mapping keys and list positions from the root."""


class _Omit:
    """The type of OMIT."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "OMIT"

    def __reduce__(self) -> str:
        # There is one, in every process: it is asked for by identity.
        return "OMIT"


OMIT: Any = _Omit()
"""A value that drops the key (or the list item) it was put under."""


def pointer(path: Path) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def pointer_path(text: str) -> tuple[str, ...]:
    """The segments of a JSON pointer (RFC 6901), unescaped; list positions stay text."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody wrote it: file relative to the repository, line and column from 1 (column in characters)."""

    file: str
    line: int = 0
    column: int = 0
    layer: str = ""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Target:
    """Where it goes. `cluster` is the API server's URL; an empty namespace means no single one."""

    environment: str
    cluster: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Part:
    """Something one component adds to what another renders: `slot` says where, e.g. `container.env`."""

    slot: str
    item: Any


@dataclass(frozen=True, slots=True)
class App:
    """One service, domain or platform component in one target, its layers folded into `values`.

    `scope` is `service`, `domain` or `platform`. `application` is the name of its Argo CD Application, unique over
    all environments. `folder` is its directory relative to rendered/. `parts` holds, by slot, what other components
    add. `origin` is its main values file. `layers` are the files folded, weakest first.
    """

    name: str
    domain: str
    target: Target
    values: Mapping[str, Any]
    origin: Origin
    scope: str = "service"
    instance: str = ""
    layers: tuple[str, ...] = ()
    parts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def application(self) -> str:
        return "-".join(x for x in (self.target.environment, self.name, self.instance) if x)

    @property
    def folder(self) -> str:
        name = f"{self.name}-{self.instance}" if self.instance else self.name
        return f"{self.target.environment}/{self.domain}/{name}"

    def part(self, slot: str) -> tuple[Any, ...]:
        """Everything other components put into `slot`, in component order."""
        return self.parts.get(slot, ())


@dataclass(frozen=True, slots=True)
class Scene:
    """One environment as a component may see it: its settings and every app in it, sorted."""

    environment: str
    settings: Mapping[str, Any]
    services: tuple[App, ...] = ()
    domains: tuple[App, ...] = ()
    platform: tuple[App, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One object a component wants: which template shows its shape, what it is called, what the template may say.

    `namespace` None means the app's own; "" means cluster-scoped. `labels` and `annotations` are added to the
    recommended ones. `source` is the path in the app's values that asked for the object (for findings).
    """

    template: str
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    namespace: str | None = None
    source: Path = ()


@dataclass(frozen=True, slots=True, order=True)
class ObjectId:
    """Who an object is inside one cluster. The version is not identity."""

    group: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        kind = f"{self.kind}.{self.group}" if self.group else self.kind
        return f"{kind} {self.namespace}/{self.name}" if self.namespace else f"{kind} {self.name}"


class Content(Protocol):
    """An object twice: as data and as the canonical text, each made when first asked for."""

    @property
    def body(self) -> Mapping[str, Any]: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Manifest:
    """One object to apply, and who asked for it. `path` is relative to rendered/ (or to where it was read)."""

    id: ObjectId
    version: str
    content: Content
    path: str
    environment: str = ""
    cluster: str = ""
    app: App | None = None
    component: str = ""
    source: Path = ()
    wave: int = 0
    line: int = 1
    locate: Callable[[Path], Origin | None] | None = None

    @property
    def body(self) -> Mapping[str, Any]:
        return self.content.body

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def api_version(self) -> str:
        return f"{self.id.group}/{self.version}" if self.id.group else self.version

    def origin(self, path: Path = ()) -> Origin | None:
        """Where a person wrote the field at `path` (or the nearest thing that caused it)."""
        if self.locate is not None:
            return self.locate(path)
        return self.app.origin if self.app else None


@dataclass(frozen=True)
class Fleet:
    """Everything, as one value: sorted manifests with lookups made once per question."""

    manifests: tuple[Manifest, ...]
    scenes: tuple[Scene, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Manifest]:
        return iter(self.manifests)

    def __len__(self) -> int:
        return len(self.manifests)

    @cached_property
    def _by_id(self) -> dict[tuple[str, ObjectId], Manifest]:
        return {(m.cluster or m.environment, m.id): m for m in reversed(self.manifests)}

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str, str], tuple[Manifest, ...]]:
        found: dict[tuple[str, str, str], list[Manifest]] = {}
        for m in self.manifests:
            found.setdefault((m.cluster or m.environment, m.id.group, m.id.kind), []).append(m)
        return {key: tuple(rows) for key, rows in found.items()}

    def get(self, cluster: str, id: ObjectId) -> Manifest | None:
        """The object with this identity in a cluster (its URL, or the environment where none is known)."""
        return self._by_id.get((cluster, id))

    def kind(self, cluster: str, group: str, kind: str) -> tuple[Manifest, ...]:
        """All objects of one kind in a cluster."""
        return self._by_kind.get((cluster, group, kind), ())

    def clusters(self) -> tuple[str, ...]:
        return tuple(sorted({m.cluster or m.environment for m in self.manifests}))


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that matters for a finding."""

    message: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Fix:
    """How to mend a finding: a sentence; for safe fixes the edit of `file`, `path` set to `value` (OMIT removes)."""

    text: str
    file: str = ""
    path: Path = ()
    value: Any = OMIT
    safe: bool = False


SEVERITIES = ("error", "warning", "info", "unverifiable")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, with the place a person edits (`origin`) and the rendered place (`path`, `line`, `column`).

    `pointer` is a JSON pointer into the object. `object` names it for people. `length` is how many characters the
    carets underline, `note` what stands beside them.
    """

    rule: str
    severity: str
    message: str
    path: str = ""
    line: int = 0
    column: int = 0
    pointer: str = ""
    origin: Origin | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    object: str = ""
    note: str = ""
    length: int = 1

    def sort_key(self) -> tuple[Any, ...]:
        """Worst first, then by the place a person edits."""
        o = self.origin or Origin(self.path, self.line, self.column)
        place = (o.file, o.line, o.column)
        return (SEVERITIES.index(self.severity), *place, self.rule, self.path, self.pointer, self.message)


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict: findings sorted, which rules ran, how much was checked, how many findings were suppressed."""

    findings: tuple[Finding, ...]
    rules: tuple[str, ...] = ()
    checked: int = 0
    services: int = 0
    environments: int = 0
    suppressed: int = 0

    def count(self, severity: str) -> int:
        return sum(1 for f in self.findings if f.severity == severity)


@dataclass(frozen=True, slots=True)
class Edit:
    """One field's difference; OMIT stands for absent."""

    pointer: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One object's difference; `verb` is create, update, delete or move."""

    id: ObjectId
    verb: str
    edits: tuple[Edit, ...] = ()
    environment: str = ""
    app: str = ""


@dataclass(frozen=True, slots=True)
class WritePlan:
    """What writing would do, before it is done. Paths are relative to rendered/."""

    create: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.create or self.update or self.delete)


class UserError(Exception):
    """Input we cannot go on with (exit code 2). Carries findings so that one run reports every bad file.

    `path` leads to the fault in the values of the app whose main file `origin` names.
    """

    exit_code = 2

    def __init__(
        self,
        message: str,
        origin: Origin | None = None,
        *,
        rule: str = "unusable-input",
        path: Path = (),
        fix: str = "",
        findings: Iterable[Finding] = (),
        length: int = 1,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.origin = origin
        self.path = path
        self.findings: tuple[Finding, ...] = tuple(findings) or (
            Finding(rule, "error", message, origin=origin, fix=Fix(fix) if fix else None, length=length),
        )


class RefusedError(UserError):
    """Something we will not do before a person confirms it (exit code 4)."""

    exit_code = 4


class MachineError(UserError):
    """The machine failed us: disk, lock, permission, interrupted render (exit code 5)."""

    exit_code = 5

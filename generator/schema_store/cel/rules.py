"""The rules of a schema, where they stand, and what of the data each of them may see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.model import OMIT, Path
from generator.schema_store.cel.expression import compares
from generator.schema_store.trail import Node as SchemaNode
from generator.schema_store.trail import resolve

RULES = "x-kubernetes-validations"
_RESERVED = {"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let",
             "loop", "namespace", "null", "package", "return", "true", "var", "void", "while"}  # fmt: skip
_ACCESSIBLE = re.compile(r"[A-Za-z_.\-/][A-Za-z0-9_.\-/]*")
_ESCAPES = {"__": "__underscores__", ".": "__dot__", "-": "__dash__", "/": "__slash__"}
_ESCAPED = re.compile(r"__|[.\-/]")
_MOST_RULES = 2_000
_SEGMENT = re.compile(r"\.([A-Za-z_][A-Za-z0-9_\-]*)|\['((?:[^'\\]|\\.)+)'\]|\[([0-9]+)\]")
_OBJECT_META = "#/$defs/ObjectMeta"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `steps` lead from the root of the schema to it: property names, `items`, `additionalProperties`."""

    text: str
    steps: Path
    message: str = ""
    message_expression: str = ""
    reason: str = ""
    field: Path = ()
    optional_old: bool = False


@dataclass(slots=True)
class Scope:
    """What a rule sees of one place of the data: declared fields only, under names that CEL can say.

    `types` are the JSON types that the schema allows. `ruled` says that a rule stands here or below.
    """

    types: tuple[str, ...] = ()
    format: str = ""
    default: Any = OMIT
    fields: dict[str, Scope] = field(default_factory=dict)
    items: Scope | None = None
    values: Scope | None = None
    rules: list[Rule] = field(default_factory=list)
    ruled: bool = False

    @property
    def nullable(self) -> bool:
        return "null" in self.types

    def count(self) -> int:
        """How many rules about an object that is new stand here and below, each counted once."""
        return sum(1 for scope in self.below() for rule in scope.rules if rule.optional_old or not compares(rule.text))

    def names(self) -> frozenset[str]:
        """Every field name that a rule here may use, as CEL says it."""
        return frozenset(name for scope in self.below() for field in scope.fields if (name := escaped(field)))

    def below(self) -> Iterator[Scope]:
        """This scope and every scope below, each once."""
        seen: set[int] = set()
        stack = [self]
        while stack:
            scope = stack.pop()
            if id(scope) in seen:
                continue
            seen.add(id(scope))
            yield scope
            stack += [below for below in (*scope.fields.values(), scope.items, scope.values) if below is not None]


def scope_of(schema: Mapping[str, Any]) -> Scope | None:
    """The scopes of a whole object, or None when its schema has no rule."""
    if not any(True for _ in _ruled(schema)):
        return None
    root = _Builder(schema).build(schema, ())
    root.fields["metadata"] = _metadata()
    root.fields.pop("status", None)
    _mark(root)
    return root if root.ruled else None


def _metadata() -> Scope:
    """All that a rule may see of an object's metadata."""
    return Scope(("object",), fields={name: Scope(("string",)) for name in ("generateName", "name")})


def _ruled(node: Any) -> Iterator[bool]:
    stack = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, Mapping):
            if RULES in found:
                yield True
            stack += found.values()
        elif isinstance(found, list):
            stack += found


def _mark(root: Scope) -> None:
    """Settle `ruled` from the leaves up; scopes may be shared and, in a foreign schema, lead back to themselves."""
    scopes = list(root.below())
    changed = True
    while changed:
        changed = False
        for scope in scopes:
            below = (*scope.fields.values(), scope.items, scope.values)
            if not scope.ruled and (scope.rules or any(one is not None and one.ruled for one in below)):
                scope.ruled = changed = True


class _Builder:
    """Builds one scope for each schema node and way to it that matters; references are followed."""

    def __init__(self, root: SchemaNode) -> None:
        self._root = root
        self._made: dict[tuple[int, ...], Scope] = {}
        self._rules = 0

    def build(self, node: Any, steps: Path) -> Scope:
        parts = list(self._parts(node))
        key = tuple(map(id, parts))
        if key in self._made:
            return self._made[key]
        made = self._made[key] = Scope()
        for part in parts:
            self._fill(made, part, steps)
        return made

    def _fill(self, made: Scope, part: SchemaNode, steps: Path) -> None:
        types = part.get("type", ())
        made.types = made.types or ((types,) if isinstance(types, str) else tuple(types))
        made.format = made.format or (part["format"] if isinstance(part.get("format"), str) else "")
        if made.default is OMIT and "default" in part:
            made.default = part["default"]
        for name, child in (part.get("properties") or {}).items():
            whole = isinstance(child, Mapping) and child.get("$ref") == _OBJECT_META
            below = _metadata() if whole else self.build(child, (*steps, "properties", name))
            made.fields.setdefault(name, below)
        if made.items is None and isinstance(part.get("items"), Mapping):
            made.items = self.build(part["items"], (*steps, "items"))
        if made.values is None and isinstance(part.get("additionalProperties"), Mapping):
            made.values = self.build(part["additionalProperties"], (*steps, "additionalProperties"))
        listed = part.get(RULES)
        for position, entry in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(entry, Mapping) and isinstance(entry.get("rule"), str) and self._rules < _MOST_RULES:
                self._rules += 1
                made.rules.append(_rule(entry, (*steps, RULES, position)))

    def _parts(self, node: Any) -> Iterator[SchemaNode]:
        """The node and what it refers to."""
        for _ in range(50):
            if not isinstance(node, Mapping):
                return
            yield node
            if not isinstance(node.get("$ref"), str):
                return
            node = resolve(self._root, node["$ref"])


def _rule(entry: Mapping[str, Any], steps: Path) -> Rule:
    def text(key: str) -> str:
        return entry[key].strip() if isinstance(entry.get(key), str) else ""

    return Rule(text("rule"), steps, text("message"), text("messageExpression"), text("reason"),
                field_path(text("fieldPath")), entry.get("optionalOldSelf") is True)  # fmt: skip


def field_path(text: str) -> Path:
    """The path that a rule's `fieldPath` names; what follows a part that cannot be read is left out."""
    path: list[str | int] = []
    place = 0
    while (match := _SEGMENT.match(text, place)) is not None:
        name = match[1] or (match[2] or "").replace("\\'", "'").replace("\\\\", "\\")
        path.append(name or int(match[3]))
        place = match.end()
    return tuple(path)


def escaped(name: str) -> str:
    """A property's name as CEL says it; empty when CEL cannot say it."""
    if not _ACCESSIBLE.fullmatch(name):
        return ""
    if name in _RESERVED:
        return f"__{name}__"
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], name)

"""An object against the rules of its schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.model import Path
from generator.schema_store.cel.engine import Engine
from generator.schema_store.cel.expression import compares
from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.rules import Rule, Scope
from generator.schema_store.cel.values import View, defaulted

_LONGEST = 300
_MOST_FINDINGS = 100
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that an object breaks: where in the body, what its author says, and how to mend it."""

    rule: Rule
    path: Path
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Open:
    """A rule without a verdict, and why."""

    rule: Rule
    why: str


class Judge:
    """Judges the objects of one kind by the rules of its schema."""

    def __init__(self, root: Scope, engine: Engine) -> None:
        self._root = root
        self._engine = engine
        self._names: dict[int, frozenset[str]] = {}

    def verdicts(self, body: Any) -> Iterator[Broken | Open]:
        """What is broken and what cannot be told, in the order of the schema; no more than a hundred.

        The body must fit the schema otherwise: the API server evaluates no rule of an object that does not. A rule
        about a change has no meaning for an object that is new and is passed over.
        """
        for count, verdict in enumerate(self._walk(self._root, defaulted(self._root, body), ())):
            if count >= _MOST_FINDINGS:
                return
            yield verdict

    def _walk(self, scope: Scope, data: Any, path: Path) -> Iterator[Broken | Open]:
        if not scope.ruled or data is None or len(path) > 100:
            return
        if scope.rules:
            yield from self._here(scope, data, path)
        if isinstance(data, dict):
            for name, value in data.items():
                below = scope.fields.get(name) or scope.values
                if below is not None:
                    yield from self._walk(below, value, (*path, name))
        elif isinstance(data, list) and scope.items is not None:
            for position, item in enumerate(data):
                yield from self._walk(scope.items, item, (*path, position))

    def _here(self, scope: Scope, data: Any, path: Path) -> Iterator[Broken | Open]:
        try:
            view = View(scope, data)
        except (Unverifiable, Refused) as error:
            yield from (Open(rule, str(error)) for rule in scope.rules)
            return
        if id(scope) not in self._names:
            self._names[id(scope)] = scope.names()
        names = self._names[id(scope)]
        for rule in scope.rules:
            if not rule.optional_old and compares(rule.text):
                continue
            try:
                kept = self._engine.evaluate(rule.text, view, names)
                if not isinstance(kept, bool):
                    yield Open(rule, "the expression is no condition")
                elif not kept:
                    yield self._broken(rule, view, names, path)
            except Refused as error:
                yield self._unfit(rule, path, str(error))
            except Unverifiable as error:
                yield Open(rule, str(error))

    def _broken(self, rule: Rule, view: View, names: frozenset[str], path: Path) -> Broken:
        said = ""
        if rule.message_expression:
            try:
                made = self._engine.evaluate(rule.message_expression, view, names)
                said = made if isinstance(made, str) and "\n" not in made else ""
            except (Refused, Unverifiable):
                said = ""
        shown = one_line(said) or one_line(rule.message) or f"the rule `{one_line(rule.text)}` is not kept"
        return Broken(rule, (*path, *rule.field), shown, _fix(rule))

    def _unfit(self, rule: Rule, path: Path, why: str) -> Broken:
        said = one_line(rule.message) or f"the rule `{one_line(rule.text)}`"
        return Broken(rule, (*path, *rule.field), f"{why}, so a rule of the CRD fails: {said}", _fix(rule))


def _fix(rule: Rule) -> str:
    name = str(rule.field[-1]) if rule.field else "the field"
    fixes = {
        "FieldValueRequired": f"add {name}",
        "FieldValueForbidden": f"remove {name}",
        "FieldValueDuplicate": f"give {name} a value of its own",
    }
    return fixes.get(rule.reason, f"make this true: {one_line(rule.text, 160)}")


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Text of somebody else in one line that no terminal obeys."""
    plain = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return plain if len(plain) <= longest else plain[: longest - 3] + "..."

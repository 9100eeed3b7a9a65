"""A form made executable: closures that take a context and note the decisions taken and the values found.

A form comes from a template or from a stored file, so it is only ever interpreted: nothing here compiles or evaluates
text. A lookup is a key of a mapping or a position of a list, never a Python attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from generator.model import OMIT

from .error import TemplateError

Scope = Mapping[str, Any]
Step = Callable[[Scope, list[int], list[Any]], None]
Condition = Callable[[Scope], Any]

RESERVED = "ArgosyHole"
"""How the token that stands for a value begins; no template may hold this word."""

LIMIT = 50_000
"""Most values and decisions one fill may make: the size above which the reader refuses an object, too."""


_MISSING: Any = object()


def steps(block: list[list[Any]], file: str) -> tuple[Step, ...]:
    """The steps of a block; consecutive expressions become one step, since text between them decides nothing."""
    made: list[Step] = []
    run: list[tuple[int, list[Any]]] = []
    for step in block:
        if step[0] == "hole":
            run.append((step[1], step[2]))
        elif step[0] in ("if", "for"):
            if run:
                made.append(_holes(run, file))
                run = []
            made.append(_branch(step[1], step[2], file) if step[0] == "if" else _loop(step, file))
    if run:
        made.append(_holes(run, file))
    return tuple(made)


def lookup(scope: Scope, path: list[Any], file: str, line: int) -> Any:
    """The value at a path. Raises TemplateError with the first segment that is not there."""
    found: Any = scope
    for depth, segment in enumerate(path):
        step = lookup(scope, segment, file, line) if isinstance(segment, list) else segment
        below = _below(found, step)
        if below is _MISSING:
            raise _undefined(path, depth, found, file, line)
        found = below
    return found


def _below(value: Any, step: Any) -> Any:
    if isinstance(step, str) and isinstance(value, Mapping):
        return value.get(step, _MISSING)
    if type(step) is int and isinstance(value, list | tuple) and 0 <= step < len(value):
        return value[step]
    return _MISSING


def spell(path: list[Any]) -> str:
    """A path as a template writes it."""
    text = str(path[0])
    for segment in path[1:]:
        if isinstance(segment, list):
            text += f"[{spell(segment)}]"
        else:
            text += f".{segment}" if isinstance(segment, str) and segment.isidentifier() else f"[{segment!r}]"
    return text


def _undefined(path: list[Any], depth: int, found: Any, file: str, line: int) -> TemplateError:
    whole = spell(path)
    if not depth:
        names = ", ".join(sorted(map(str, found))) or "none"
        return TemplateError(f"`{whole}` is not defined: the view gives {names}", file, line, rule="template-undefined")
    parent = spell(path[:depth])
    if isinstance(found, Mapping):
        keys = ", ".join(sorted(map(str, found))[:12]) or "none"
        reason = f"the keys of `{parent}` are {keys}"
    elif isinstance(found, list | tuple):
        reason = f"`{parent}` is a list of {len(found)}"
    else:
        reason = f"`{parent}` is neither a mapping nor a list"
    return TemplateError(f"`{whole}` is not defined: {reason}", file, line, rule="template-undefined")


def _holes(run: list[tuple[int, list[Any]]], file: str) -> Step:
    def careful(scope: Scope, decisions: list[int], values: list[Any]) -> None:
        for line, path in run:
            values.append(lookup(scope, path, file, line))

    if not all(isinstance(segment, str) for _, path in run for segment in path):
        return careful  # a position may not index into text, which the quick way below would allow
    roots = itemgetter(*(path[0] for _, path in run)) if len(run) > 1 else _single(run[0][1][0])
    deeper = tuple((number, tuple(path[1:])) for number, (_, path) in enumerate(run) if len(path) > 1)

    def holes(scope: Scope, decisions: list[int], values: list[Any]) -> None:
        try:
            found = list(roots(scope))
            for number, rest in deeper:
                value = found[number]
                for segment in rest:
                    value = value[segment]
                found[number] = value
        except (KeyError, TypeError):
            careful(scope, decisions, values)
        else:
            values += found

    return holes


def _single(name: str) -> Callable[[Scope], tuple[Any, ...]]:
    return lambda scope: (scope[name],)


def _branch(arms: list[list[Any]], otherwise: list[list[Any]], file: str) -> Step:
    tests = tuple(_condition(arm[1], file, arm[0]) for arm in arms)
    bodies = (*(steps(arm[2], file) for arm in arms), steps(otherwise, file))

    def branch(scope: Scope, decisions: list[int], values: list[Any]) -> None:
        chosen = 0
        for test in tests:
            if _truth(test(scope)):
                break
            chosen += 1
        decisions.append(chosen)
        for step in bodies[chosen]:
            step(scope, decisions, values)

    return branch


def _loop(step: list[Any], file: str) -> Step:
    _, line, names, path, block = step
    body = steps(block, file)

    def loop(scope: Scope, decisions: list[int], values: list[Any]) -> None:
        items = lookup(scope, path, file, line)
        if not isinstance(items, list | tuple):
            fix = "give the loop a list; of a mapping, give its items in a fixed order"
            kind = type(items).__name__
            raise TemplateError(f"`{spell(path)}` is no list but a {kind}: a loop needs a list", file, line, fix=fix)
        decisions.append(len(items))
        inner = dict(scope)
        for item in items:
            if len(values) + len(decisions) + len(items) > LIMIT:
                raise TemplateError(f"the template makes more than {LIMIT} values", file, line, rule="template-limit")
            _bind(inner, names, item, file, line)
            for part in body:
                part(inner, decisions, values)

    return loop


def _bind(scope: dict[str, Any], names: list[str], item: Any, file: str, line: int) -> None:
    if len(names) == 1:
        scope[names[0]] = item
        return
    if not isinstance(item, list | tuple) or len(item) != len(names):
        raise TemplateError(f"the loop needs items of {len(names)} ({', '.join(names)})", file, line)
    scope.update(zip(names, item, strict=True))


def _truth(value: Any) -> bool:
    return value is not OMIT and bool(value)


def _condition(form: list[Any], file: str, line: int) -> Condition:
    word = form[0]
    if word == "value":
        return lambda scope: lookup(scope, form[1], file, line)
    if word == "const":
        return lambda scope: form[1]
    if word == "defined":
        return lambda scope: _defined(scope, form[1], file, line)
    left = _condition(form[1], file, line)
    if word == "not":
        return lambda scope: not _truth(left(scope))
    right = _condition(form[2], file, line)
    if word == "and":
        return lambda scope: _truth(left(scope)) and _truth(right(scope))
    if word == "or":
        return lambda scope: _truth(left(scope)) or _truth(right(scope))
    if word in ("==", "!="):
        return lambda scope: (left(scope) == right(scope)) is (word == "==")
    if word in ("in", "not in"):
        return lambda scope: _contains(right(scope), left(scope), file, line) is (word == "in")
    raise ValueError(f"no such condition: {word!r}")


def _defined(scope: Scope, path: list[Any], file: str, line: int) -> bool:
    found: Any = scope
    for segment in path:
        found = _below(found, lookup(scope, segment, file, line) if isinstance(segment, list) else segment)
    return found is not OMIT and found is not _MISSING


def _contains(container: Any, value: Any, file: str, line: int) -> bool:
    if not isinstance(container, Mapping | list | tuple):
        raise TemplateError("`in` needs a list or a mapping on its right", file, line)
    return any(value == element for element in container)

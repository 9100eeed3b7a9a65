"""Sets of Alertmanager matchers: what they take, whether they contradict each other, which implies which.

Source: alertmanager pkg/labels/matcher.go; a label that is not there has the empty value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.facts import re2
from generator.facts.fields import entries, text
from generator.facts.promql_labels import Labels
from generator.facts.promql_tree import Matcher

SIGNS = ("=", "!=", "=~", "!~")


def sign_of(row: Mapping[str, Any]) -> str:
    """The sign of a matcher; one without means equality, or a pattern where the old `regex: true` says so."""
    return text(row, "matchType") or ("=~" if row.get("regex") is True else "=")


def matchers(node: Any, *path: str | int) -> tuple[Matcher, ...]:
    """The readable matchers of a list of `{name, matchType, value}`."""
    found = [Matcher(text(row, "name"), sign_of(row), text(row, "value")) for _, row in entries(node, *path)]
    return tuple(matcher for matcher in found if matcher.name and matcher.sign in SIGNS)


def holds(matcher: Matcher, value: str) -> bool:
    """Whether a value of the label satisfies a matcher."""
    match matcher.sign:
        case "=":
            return matcher.value == value
        case "!=":
            return matcher.value != value
        case "=~":
            return re2.matches(matcher.value, value)
    return not re2.matches(matcher.value, value)


def values(found: Iterable[Matcher], name: str) -> tuple[str, ...] | None:
    """The values of a label that a set of matchers leaves, None when they cannot be counted."""
    mine = [matcher for matcher in found if matcher.name == name]
    for matcher in mine:
        some: tuple[str, ...] | None = (matcher.value,) if matcher.sign == "=" else None
        if matcher.sign == "=~":
            some = re2.texts(matcher.value)
        if some is not None:
            return tuple(value for value in some if all(holds(other, value) for other in mine))
    return None


def contradiction(found: Iterable[Matcher]) -> str:
    """The label for which no value satisfies all matchers, "" when there is none."""
    every = tuple(found)
    for name in dict.fromkeys(matcher.name for matcher in every):
        if values(every, name) == ():
            return name
    return ""


def implies(narrow: tuple[Matcher, ...], wide: tuple[Matcher, ...]) -> bool:
    """Whether all that one set takes the other surely takes too; False also where that cannot be told."""
    for matcher in wide:
        if matcher in narrow or (matcher.sign == "=~" and re2.everything(matcher.value)):
            continue
        some = values(narrow, matcher.name)
        if some is None or not all(holds(matcher, value) for value in some):
            return False
    return True


def takes(found: Iterable[Matcher], labels: Labels) -> bool | None:
    """Whether an alert with these labels is taken: surely, surely not, or None where it cannot be told."""
    answers = [_takes(matcher, labels) for matcher in found]
    if False in answers:
        return False
    return None if None in answers else True


def _takes(matcher: Matcher, labels: Labels) -> bool | None:
    if not labels.may_have(matcher.name):
        return holds(matcher, "")
    value = labels.value(matcher.name)
    if value is not None:
        return holds(matcher, value)
    return True if matcher.sign == "=~" and re2.everything(matcher.value) else None

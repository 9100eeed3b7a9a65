"""What every series of an expression's result satisfies: the matchers of its selectors, as far as their labels stay.

Source: https://prometheus.io/docs/prometheus/latest/querying/operators/ (aggregation, vector matching).
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from generator.facts import promql_tree as tree
from generator.facts import re2
from generator.facts.label_match import contradiction
from generator.facts.promql_tree import Expression, Matcher

_BARE = frozenset(("absent", "absent_over_time", "vector", "scalar", "time", "pi", "info"))
_CHOOSES = frozenset(("topk", "bottomk", "limitk", "limit_ratio"))
Asked = tuple[Matcher, ...]


def asked(node: Expression) -> Asked:
    """The matchers that the labels of every result satisfy."""
    match node:
        case tree.Selector(matchers=matchers):
            return matchers
        case tree.Subquery(body=body) | tree.Unary(body=body):
            return asked(body)
        case tree.Call():
            return _called(node)
        case tree.Aggregation():
            return _aggregated(node)
        case tree.Binary():
            return _joined(node)
    return ()


def exclusive(one: Iterable[Matcher], other: Iterable[Matcher]) -> bool:
    """Whether no labels satisfy both."""
    mine, others = tuple(one), tuple(other)
    if contradiction((*mine, *others)):
        return True
    return any(_apart(a, b) for a in mine for b in others if a.name == b.name)


def _apart(one: Matcher, other: Matcher) -> bool:
    if {one.sign, other.sign} == {"=~", "!~"}:
        return one.value == other.value
    return one.sign == other.sign == "=~" and re2.disjoint(one.value, other.value)


def _without(found: Asked, names: Container[str]) -> Asked:
    return tuple(matcher for matcher in found if matcher.name not in names)


def _only(found: Asked, names: Container[str]) -> Asked:
    return tuple(matcher for matcher in found if matcher.name in names)


def _called(node: tree.Call) -> Asked:
    inner = next((a for a in node.arguments if tree.kind(a) in ("vector", "matrix")), None)
    if inner is None or node.name in _BARE:
        return ()
    found = asked(inner)
    if node.name in ("label_replace", "label_join"):
        target = node.arguments[1] if len(node.arguments) > 1 else None
        return _without(found, (target.value,)) if isinstance(target, tree.Text) else ()
    return _without(found, ("le",)) if node.name.startswith("histogram_") else found


def _aggregated(node: tree.Aggregation) -> Asked:
    found = asked(node.body)
    if node.name == "count_values" and isinstance(node.parameter, tree.Text):
        found = _without(found, (node.parameter.value,))
    if node.name in _CHOOSES:
        return found
    if node.grouping == "without":
        return _without(found, node.labels)
    return _only(found, node.labels) if node.grouping == "by" else ()


def _joined(node: tree.Binary) -> Asked:
    if tree.kind(node.left) == "scalar":
        return asked(node.right) if tree.kind(node.right) != "scalar" else ()
    left = asked(node.left)
    if node.operator == "or":
        return ()
    if node.operator in ("and", "unless") or tree.kind(node.right) == "scalar":
        return left
    right = asked(node.right)
    if node.group:
        return _without(left if node.group == "left" else right, node.include)
    both = (*left, *right)
    return _only(both, node.labels) if node.matching == "on" else _without(both, node.labels)

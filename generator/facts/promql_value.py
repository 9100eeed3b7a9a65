"""Which values an expression's samples can take, and whether a condition can ever, or always, hold.

Source: https://prometheus.io/docs/prometheus/latest/querying/functions/ and operators/; what is not known is unbounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.facts import promql_tree as tree
from generator.facts.promql_tree import Expression

INF = math.inf


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value, both possible. `source` says why, for people."""

    low: float = -INF
    high: float = INF
    source: str = ""


_ANY = Bounds()
_FUNCTIONS = {
    "rate": Bounds(0, INF, "rate() is never negative"),
    "irate": Bounds(0, INF, "irate() is never negative"),
    "increase": Bounds(0, INF, "increase() is never negative"),
    "resets": Bounds(0, INF, "resets() is never negative"),
    "changes": Bounds(0, INF, "changes() is never negative"),
    "absent": Bounds(1, 1, "absent() is always 1"),
    "absent_over_time": Bounds(1, 1, "absent_over_time() is always 1"),
    "present_over_time": Bounds(1, 1, "present_over_time() is always 1"),
    "count_over_time": Bounds(1, INF, "count_over_time() is at least 1"),
    "abs": Bounds(0, INF, "abs() is never negative"),
    "sqrt": Bounds(0, INF, "sqrt() is never negative"),
    "exp": Bounds(0, INF, "exp() is never negative"),
    "sgn": Bounds(-1, 1, "sgn() lies between -1 and 1"),
    "stddev_over_time": Bounds(0, INF, "a deviation is never negative"),
    "stdvar_over_time": Bounds(0, INF, "a deviation is never negative"),
    "minute": Bounds(0, 59, "minute() lies between 0 and 59"),
    "hour": Bounds(0, 23, "hour() lies between 0 and 23"),
    "day_of_week": Bounds(0, 6, "day_of_week() lies between 0 and 6"),
    "day_of_month": Bounds(1, 31, "day_of_month() lies between 1 and 31"),
    "day_of_year": Bounds(1, 366, "day_of_year() lies between 1 and 366"),
    "days_in_month": Bounds(28, 31, "days_in_month() lies between 28 and 31"),
    "month": Bounds(1, 12, "month() lies between 1 and 12"),
    "histogram_fraction": Bounds(0, 1, "histogram_fraction() lies between 0 and 1"),
}
_SAME = frozenset(("avg_over_time", "min_over_time", "max_over_time", "last_over_time", "first_over_time"))
_SAME_ARGUMENT = frozenset(("vector", "scalar", "sort", "sort_desc", "label_replace", "label_join", "round"))
_AGGREGATIONS = {
    "count": Bounds(1, INF, "count() of something is at least 1"),
    "count_values": Bounds(1, INF, "count_values() of something is at least 1"),
    "group": Bounds(1, 1, "group() is always 1"),
    "stddev": Bounds(0, INF, "a deviation is never negative"),
    "stdvar": Bounds(0, INF, "a deviation is never negative"),
}
_COUNTERS = ("_total", "_count", "_bucket")


def bounds(node: Expression) -> Bounds:
    """The values an expression's samples can take."""
    match node:
        case tree.Number(value=value):
            return _ANY if math.isnan(value) else Bounds(value, value, "it is constant")
        case tree.Selector(name=name):
            return _metric(name)
        case tree.Subquery(body=body):
            return bounds(body)
        case tree.Unary(body=body):
            inner = bounds(body)
            return Bounds(-inner.high, -inner.low, inner.source)
        case tree.Call():
            return _called(node)
        case tree.Aggregation():
            return _aggregated(node)
        case tree.Binary():
            return _joined(node)
    return _ANY


def _metric(name: str) -> Bounds:
    if name == "up":
        return Bounds(0, 1, "up is 0 or 1")
    if name == "ALERTS":
        return Bounds(1, 1, "ALERTS is always 1")
    if name.endswith(_COUNTERS):
        return Bounds(0, INF, f"{name} counts, so it is never negative")
    return _ANY


def _called(node: tree.Call) -> Bounds:
    name = node.name
    if name in ("clamp", "clamp_min", "clamp_max"):
        return _clamped(node)
    if name in _FUNCTIONS:
        return _FUNCTIONS[name]
    if name in _SAME or name in _SAME_ARGUMENT:
        return bounds(node.arguments[0]) if name != "round" or len(node.arguments) == 1 else _ANY
    if name == "sum_over_time":
        return _summed(bounds(node.arguments[0]))
    if name in ("time", "timestamp"):
        return Bounds(0, INF, f"{name}() is never negative")
    return _ANY


def _clamped(node: tree.Call) -> Bounds:
    inner = bounds(node.arguments[0])
    limits = [argument.value if isinstance(argument, tree.Number) else None for argument in node.arguments[1:]]
    low = limits[0] if node.name != "clamp_max" else None
    high = limits[-1] if node.name != "clamp_min" else None
    least = inner.low if low is None else max(inner.low, low)
    most = inner.high if high is None else min(inner.high, high)
    return Bounds(min(least, most), most, f"{node.name}() bounds it")


def _summed(inner: Bounds) -> Bounds:
    return Bounds(inner.low if inner.low >= 0 else -INF, inner.high if inner.high <= 0 else INF, inner.source)


def _aggregated(node: tree.Aggregation) -> Bounds:
    if node.name in _AGGREGATIONS:
        return _AGGREGATIONS[node.name]
    inner = bounds(node.body)
    if node.name == "sum":
        return _summed(inner)
    if node.name == "quantile":
        within = isinstance(node.parameter, tree.Number) and 0 <= node.parameter.value <= 1
        return inner if within else _ANY
    return inner


def _joined(node: tree.Binary) -> Bounds:
    left = bounds(node.left)
    if node.operator in tree.COMPARISONS:
        return Bounds(0, 1, "a comparison with bool is 0 or 1") if node.bool else _filtered(node, left)
    if node.operator in ("and", "unless"):
        return left
    right = bounds(node.right)
    if node.operator == "or":
        return Bounds(min(left.low, right.low), max(left.high, right.high))
    return _calculated(node.operator, left, right)


def _filtered(node: tree.Binary, left: Bounds) -> Bounds:
    """What passes a comparison; a scalar on the left lets the right side's values through."""
    if tree.kind(node.left) == "scalar":
        return bounds(node.right)
    right = bounds(node.right)
    if node.operator in (">", ">="):
        return Bounds(max(left.low, right.low), left.high, left.source)
    if node.operator in ("<", "<="):
        return Bounds(left.low, min(left.high, right.high), left.source)
    if node.operator == "==":
        return Bounds(max(left.low, right.low), min(left.high, right.high), left.source)
    return left


def _calculated(operator: str, left: Bounds, right: Bounds) -> Bounds:
    source = left.source if left.source != "it is constant" else right.source
    if operator == "+":
        return _sound(left.low + right.low, left.high + right.high, source)
    if operator == "-":
        return _sound(left.low - right.high, left.high - right.low, source)
    if operator == "*":
        return _corners([a * b for a in (left.low, left.high) for b in (right.low, right.high)], source)
    if operator == "/" and right.low > 0:
        return _corners([a / b for a in (left.low, left.high) for b in (right.low, right.high)], source)
    if operator == "/" and left.low >= 0 and right.low >= 0:
        return Bounds(0, INF, source)
    return _ANY


def _sound(low: float, high: float, source: str) -> Bounds:
    return Bounds(-INF if math.isnan(low) else low, INF if math.isnan(high) else high, source)


def _corners(values: list[float], source: str) -> Bounds:
    if any(math.isnan(value) for value in values):
        return Bounds(0, INF, source) if all(value >= 0 for value in values if not math.isnan(value)) else _ANY
    return Bounds(min(values), max(values), source)


def verdict(node: tree.Binary) -> bool | None:
    """Whether a comparison always holds (True), never (False), or it depends (None)."""
    left, right = bounds(node.left), bounds(node.right)
    match node.operator:
        case ">":
            return True if left.low > right.high else False if left.high <= right.low else None
        case ">=":
            return True if left.low >= right.high else False if left.high < right.low else None
        case "<":
            return True if left.high < right.low else False if left.low >= right.high else None
        case "<=":
            return True if left.high <= right.low else False if left.low > right.high else None
        case "==" | "!=":
            apart = left.high < right.low or left.low > right.high
            same = left.low == left.high == right.low == right.high
            answer = False if apart else True if same else None
            return answer if node.operator == "==" or answer is None else not answer
    return None


def never(node: Expression) -> tuple[tree.Binary, str] | None:
    """The comparison that keeps an expression from ever giving a result, and why; None when nothing does."""
    match node:
        case tree.Binary(operator=operator, left=left, right=right):
            if operator in tree.COMPARISONS and not node.bool and verdict(node) is False:
                return node, bounds(left).source or bounds(right).source
            if operator == "or":
                return never(left) if never(left) and never(right) else None
            found = never(left) or (never(right) if operator != "unless" else None)
            return found or (_apart(node) if operator == "and" else None)
        case tree.Aggregation(body=body) | tree.Unary(body=body) | tree.Subquery(body=body):
            return never(body)
        case tree.Call(name=name, arguments=arguments) if name not in ("absent", "absent_over_time", "scalar"):
            return next((found for argument in arguments if (found := never(argument))), None)
    return None


def _apart(node: tree.Binary) -> tuple[tree.Binary, str] | None:
    """`x == 0 and x > 0`: two conditions on one thing that exclude each other."""
    left, right = node.left, node.right
    if not (isinstance(left, tree.Binary) and isinstance(right, tree.Binary)):
        return None
    if left.operator not in tree.COMPARISONS or right.operator not in tree.COMPARISONS or left.left != right.left:
        return None
    if left.bool or right.bool or tree.kind(left.right) != "scalar" or tree.kind(right.right) != "scalar":
        return None
    first, second = _interval(left), _interval(right)
    if first is None or second is None:
        return None
    low, high = max(first[0], second[0]), min(first[1], second[1])
    if low[0] > high[0] or (low[0] == high[0] and (low[1] or not high[1])):
        return node, "both sides are about the same series"
    return None


def _interval(node: tree.Binary) -> tuple[tuple[float, bool], tuple[float, bool]] | None:
    """The values a comparison with a constant lets through: ends with whether the lower is left out, the upper kept."""
    limit = bounds(node.right)
    if limit.low != limit.high:
        return None
    value = limit.low
    ends = {
        ">": ((value, True), (INF, True)),
        ">=": ((value, False), (INF, True)),
        "<": ((-INF, False), (value, False)),
        "<=": ((-INF, False), (value, True)),
        "==": ((value, False), (value, True)),
    }
    return ends.get(node.operator)

"""What a PromQL query gives back, as KEDA needs to know it: how many series, and whether they add up over pods.

Source: https://prometheus.io/docs/prometheus/latest/querying/operators/ (labels that operators keep).
"""

from __future__ import annotations

from generator.facts.promql_tree import (
    SETS,
    Aggregation,
    Binary,
    Call,
    Expression,
    Number,
    Selector,
    Subquery,
    Unary,
    kind,
    selectors,
)

_ONE = frozenset(("absent", "absent_over_time", "vector", "scalar", "time"))
_SEVERAL = frozenset(("topk", "bottomk", "limitk", "limit_ratio", "count_values"))
_RANKED = frozenset(("topk", "bottomk", "limitk"))
_QUANTILES = frozenset(("histogram_quantile",))


def several(node: Expression) -> bool:
    """Whether several series are to be expected: labels that tell series apart are kept all the way up."""
    match node:
        case Selector():
            return True
        case Unary(body=body) | Subquery(body=body):
            return several(body)
        case Aggregation():
            return _grouped(node, dropped="")
        case Call(name=name, arguments=arguments):
            if name in _ONE:
                return False
            vectors = [argument for argument in arguments if kind(argument) in ("vector", "matrix")]
            if name in _QUANTILES and vectors and isinstance(vectors[-1], Aggregation):
                return _grouped(vectors[-1], dropped="le")
            return any(several(argument) for argument in vectors)
        case Binary():
            return _joined(node)
    return False


def _grouped(node: Aggregation, dropped: str) -> bool:
    """Whether an aggregation leaves a label that its selectors do not pin to one value."""
    if node.name in _SEVERAL and not _first_alone(node):
        return True
    if node.grouping == "without":
        return several(node.body)
    pinned = [{m.name for m in one.matchers if m.sign == "="} for one in selectors(node.body)]
    fixed = frozenset.intersection(*map(frozenset, pinned)) if pinned else frozenset()
    return bool(set(node.labels) - fixed - {dropped})


def _first_alone(node: Aggregation) -> bool:
    """Whether one series of each group is taken."""
    return node.name in _RANKED and isinstance(node.parameter, Number) and node.parameter.value == 1


def _labelled(node: Expression) -> bool | None:
    """Whether the one series of a query has labels; None when that cannot be told."""
    match node:
        case Aggregation(grouping="without") | Selector():
            return None
        case Aggregation(name=name, labels=labels):
            return None if name in _RANKED else bool(labels)
        case Call(name="vector"):
            return False
        case Binary(left=left, right=right) if kind(right) == "scalar":
            return _labelled(left)
    return None


def _joined(node: Binary) -> bool:
    left, right = node.left, node.right
    if node.operator == "or":
        # The right side is left out only where its labels are those of the left.
        apart = node.matching != "on" and {_labelled(left), _labelled(right)} == {True, False}
        return several(left) or several(right) or apart
    if node.operator in SETS or kind(right) == "scalar":
        return several(left)
    if kind(left) == "scalar":
        return several(right)
    if node.matching == "on" and not node.group:
        return bool(node.labels) and several(left) and several(right)
    if node.group:
        return several(left if node.group == "left" else right)
    return several(left) and several(right)


def intensive(node: Expression) -> str:
    """What a query measures when it says the same however many pods there are: a ratio, an average; "" otherwise."""
    match node:
        case Unary(body=body):
            return intensive(body)
        case Aggregation(name=name) if name in ("avg", "quantile"):
            return "an average" if name == "avg" else "a quantile"
        case Call(name=name) if name in _QUANTILES:
            return "a quantile"
        case Call(name=name, arguments=(first, *_)) if name.startswith(("clamp", "round", "ceil", "floor")):
            return intensive(first)
        case Binary(operator="or", left=left):
            return intensive(left)
        case Binary(left=left, right=right) if kind(right) == "scalar":
            return intensive(left)
        case Binary(left=left, right=right) if kind(left) == "scalar":
            return intensive(right)
        case Binary(operator="/"):
            return "a ratio"
    return ""

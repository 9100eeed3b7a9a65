"""Whether an alert's expression has a condition at all: something that can filter every sample away.

Source: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/: an alert fires for each sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.facts import promql_tree as tree
from generator.facts.promql_tree import Expression

Followed = Callable[[str], Expression | None]
"""The expression of a recorded series, None for other metrics."""


def conditional(node: Expression, follow: Followed, depth: int = 8) -> bool:
    """Whether anything in an expression can filter: a comparison without bool, absent, and, unless, ALERTS."""
    for found in tree.walk(node):
        if isinstance(found, tree.Binary) and found.operator in tree.COMPARISONS and not found.bool:
            return True
        if isinstance(found, tree.Binary) and found.operator in ("and", "unless"):
            return True
        if isinstance(found, tree.Call) and found.name in ("absent", "absent_over_time"):
            return True
        if isinstance(found, tree.Selector):
            if found.name in ("ALERTS", "ALERTS_FOR_STATE"):
                return True
            behind = follow(found.name) if found.name and depth else None
            if behind is not None and conditional(behind, follow, depth - 1):
                return True
    return False


def sides(node: Expression) -> Iterator[Expression]:
    """What an alert fires for on its own: the operands of `or`, else the expression itself."""
    if isinstance(node, tree.Binary) and node.operator == "or":
        yield from sides(node.left)
        yield from sides(node.right)
    else:
        yield node


def compares_with_bool(node: Expression) -> tree.Binary | None:
    """The outermost comparison with bool, None when there is none."""
    for found in tree.walk(node):
        if isinstance(found, tree.Binary) and found.bool:
            return found
    return None


def constant(node: Expression) -> bool:
    """Whether an expression reads no series at all, such as `vector(1)`."""
    return not any(isinstance(found, tree.Selector) for found in tree.walk(node))

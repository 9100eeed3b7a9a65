"""A PromQL expression as frozen nodes. Parentheses are gone, times are seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))
SETS = frozenset(("and", "or", "unless"))


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A literal string."""

    value: str


@dataclass(frozen=True, slots=True)
class Matcher:
    """A label matcher; `sign` is =, !=, =~ or !~."""

    name: str
    sign: str
    value: str

    def __str__(self) -> str:
        return f'{self.name}{self.sign}"{self.value}"'


@dataclass(frozen=True, slots=True)
class Selector:
    """Series of a metric; `range` is None for an instant. `name` is "" when matchers alone choose.

    `at` is "", "start", "end" or "time".
    """

    name: str
    matchers: tuple[Matcher, ...] = ()
    range: float | None = None
    offset: float = 0.0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Subquery:
    """An expression over a range; `step` is None for the default resolution."""

    body: Expression
    range: float
    step: float | None = None
    offset: float = 0.0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `returns` is vector, scalar, matrix or string."""

    name: str
    arguments: tuple[Expression, ...]
    returns: str = "vector"
    experimental: bool = False


@dataclass(frozen=True, slots=True)
class Aggregation:
    """An aggregation; `grouping` is by, without or "" (all into one)."""

    name: str
    body: Expression
    parameter: Expression | None = None
    grouping: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions joined. `matching` is on, ignoring or "", `group` is left, right or "" with labels `include`."""

    operator: str
    left: Expression
    right: Expression
    bool: bool = False
    matching: str = ""
    labels: tuple[str, ...] = ()
    group: str = ""
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unary:
    """An expression with its sign turned."""

    body: Expression


Expression = Union[Number, Text, Selector, Subquery, Call, Aggregation, Binary, Unary]  # noqa: UP007


def children(node: Expression) -> tuple[Expression, ...]:
    """The expressions a node is made of, in the order they are written."""
    if isinstance(node, Selector | Number | Text):
        return ()
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Aggregation):
        return (node.body,) if node.parameter is None else (node.parameter, node.body)
    if isinstance(node, Binary):
        return (node.left, node.right)
    return (node.body,)


@dataclass(frozen=True, slots=True)
class Parts:
    """The nodes of an expression, outermost first, all together and by what they are.

    `words` are the names of functions and aggregations and the operators, `metrics` the names of what is read; a name
    chosen by a regular expression is not among them.
    """

    nodes: tuple[Expression, ...] = ()
    selectors: tuple[Selector, ...] = ()
    calls: tuple[Call, ...] = ()
    aggregations: tuple[Aggregation, ...] = ()
    binaries: tuple[Binary, ...] = ()
    words: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()


NOTHING = Parts()
"""The parts of a text that cannot be read."""


def parts(node: Expression) -> Parts:
    """The parts of an expression."""
    nodes: list[Expression] = []
    found: list[Selector] = []
    calls: list[Call] = []
    aggregations: list[Aggregation] = []
    binaries: list[Binary] = []
    words: set[str] = set()
    waiting = [node]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if isinstance(node, Selector):
            found.append(node)
            continue
        if isinstance(node, Call):
            calls.append(node)
            words.add(node.name)
        elif isinstance(node, Aggregation):
            aggregations.append(node)
            words.add(node.name)
        elif isinstance(node, Binary):
            binaries.append(node)
            words.add(node.operator)
        waiting += children(node)[::-1]
    metrics_ = frozenset([one.name for one in found if one.name])
    return Parts(
        tuple(nodes), tuple(found), tuple(calls), tuple(aggregations), tuple(binaries), frozenset(words), metrics_
    )


def walk(node: Expression) -> Iterator[Expression]:
    """A node and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def selectors(node: Expression) -> Iterator[Selector]:
    """Every selector of an expression."""
    return (found for found in walk(node) if isinstance(found, Selector))


def metrics(node: Expression) -> frozenset[str]:
    """The metric names an expression reads; a name chosen by a regular expression is not among them."""
    return frozenset(found.name for found in selectors(node) if found.name)


def kind(node: Expression) -> str:
    """What an expression gives: vector, scalar, matrix or string."""
    match node:
        case Number():
            return "scalar"
        case Text():
            return "string"
        case Selector(range=found):
            return "vector" if found is None else "matrix"
        case Subquery():
            return "matrix"
        case Call(returns=returns):
            return returns
        case Unary(body=body):
            return kind(body)
        case Binary(left=left, right=right):
            return "scalar" if kind(left) == kind(right) == "scalar" else "vector"
    return "vector"

"""Which labels the result of an expression has: surely, perhaps, surely not.

Source: https://prometheus.io/docs/prometheus/latest/querying/operators/ (aggregation, vector matching) and functions/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.facts import promql_tree as tree
from generator.facts import re2
from generator.facts.promql_tree import Expression

NAME = "__name__"
_ABSENT = ("absent", "absent_over_time")
_BARE = ("vector", "scalar", "time", "pi")
_LESS_LE = ("histogram_quantile", "histogram_fraction")
_ADDS = ("label_replace", "label_join")
_CHOOSES = ("topk", "bottomk", "limitk", "limit_ratio")


@dataclass(frozen=True)
class Labels:
    """`sure` are there, with their value where it is known (None where not); `perhaps` may be there.

    `rest` says that others may be there too, except those in `gone`. The metric's name is not a label here.
    """

    sure: Mapping[str, str | None] = field(default_factory=dict)
    perhaps: frozenset[str] = frozenset()
    rest: bool = False
    gone: frozenset[str] = frozenset()

    def may_have(self, name: str) -> bool:
        return name in self.sure or name in self.perhaps or (self.rest and name not in self.gone)

    def has(self, name: str) -> bool:
        return name in self.sure

    def value(self, name: str) -> str | None:
        """The one value a label has, None when it is unknown or absent."""
        return self.sure.get(name)

    def names(self) -> list[str]:
        """Every label that is known to be there or may be, sorted."""
        return sorted({*self.sure, *self.perhaps})

    def kept(self, names: Iterable[str]) -> Labels:
        """Only some labels."""
        wanted = set(names)
        sure = {name: value for name, value in self.sure.items() if name in wanted}
        return Labels(sure, frozenset(name for name in wanted if name not in sure and self.may_have(name)))

    def without(self, names: Iterable[str]) -> Labels:
        """All but some labels."""
        dropped = frozenset(names)
        sure = {name: value for name, value in self.sure.items() if name not in dropped}
        return Labels(sure, self.perhaps - dropped, self.rest, self.gone | dropped if self.rest else frozenset())

    def with_static(self, labels: Mapping[str, str]) -> Labels:
        """After a rule has set labels of its own; an empty value removes one."""
        cleared = self.without(name for name, value in labels.items() if value == "")
        set_ = {name: value for name, value in labels.items() if value != ""}
        return Labels({**cleared.sure, **set_}, cleared.perhaps - set(set_), cleared.rest, cleared.gone - set(set_))

    def or_(self, other: Labels) -> Labels:
        """Either of two results."""
        both = [name for name in self.sure if name in other.sure]
        sure = {name: value if (value := self.sure[name]) == other.sure[name] else None for name in both}
        names = {*self.names(), *other.names()} - set(sure)
        rest = self.rest or other.rest
        gone = frozenset(
            name for name in self.gone | other.gone if not self.may_have(name) and not other.may_have(name)
        )
        return Labels(sure, frozenset(names), rest, gone if rest else frozenset())


ANY = Labels(rest=True)
Recorded = Callable[[str], Labels | None]
"""What a recorded series has, None for a metric that no rule records."""


def nothing(_name: str) -> Labels | None:
    """No metric is recorded."""
    return None


def labels(node: Expression, recorded: Recorded = nothing) -> Labels:
    """The labels of an expression's result."""
    match node:
        case tree.Selector():
            return _selected(node, recorded)
        case tree.Subquery(body=body) | tree.Unary(body=body):
            return labels(body, recorded)
        case tree.Call():
            return _called(node, recorded)
        case tree.Aggregation():
            return _aggregated(node, recorded)
        case tree.Binary():
            return _joined(node, recorded)
    return Labels()


def _selected(node: tree.Selector, recorded: Recorded) -> Labels:
    known = recorded(node.name) if node.name else None
    base = known if known is not None else ANY
    sure, gone = dict(base.sure), set(base.gone)
    for matcher in node.matchers:
        if matcher.sign == "=" and matcher.value == "":
            sure.pop(matcher.name, None)
            gone.add(matcher.name)
        elif matcher.sign == "=":
            sure[matcher.name] = matcher.value
        elif _needs(matcher):
            sure.setdefault(matcher.name, None)
    perhaps = base.perhaps - set(sure) - gone
    return Labels(sure, perhaps, base.rest, frozenset(gone - set(sure)) if base.rest else frozenset())


def _needs(matcher: tree.Matcher) -> bool:
    """Whether a matcher selects only series that have the label."""
    if matcher.sign == "!=":
        return matcher.value == ""
    return re2.matches(matcher.value, "") is (matcher.sign == "!~")


def _called(node: tree.Call, recorded: Recorded) -> Labels:
    if node.name in _BARE or not node.arguments:
        return Labels()
    if node.name in _ABSENT:
        return _absent(node.arguments[0])
    inner = next((a for a in node.arguments if tree.kind(a) in ("vector", "matrix")), None)
    if inner is None:
        return Labels()
    found = labels(inner, recorded)
    if node.name in _LESS_LE:
        return found.without(("le",))
    if node.name in _ADDS and len(node.arguments) > 1 and isinstance(node.arguments[1], tree.Text):
        target = node.arguments[1].value
        sure = {name: value for name, value in found.sure.items() if name != target}
        return Labels(sure, found.perhaps | {target}, found.rest, found.gone - {target})
    if node.name == "info":
        return Labels(found.sure, found.perhaps, True)
    return found


def _absent(node: Expression) -> Labels:
    """What absent() makes of a selector: its equality matchers, but for labels that are matched twice."""
    if not isinstance(node, tree.Selector):
        return Labels()
    names = [matcher.name for matcher in node.matchers]
    equal = {m.name: m.value for m in node.matchers if m.sign == "=" and m.value and names.count(m.name) == 1}
    return Labels(dict(equal))


def _aggregated(node: tree.Aggregation, recorded: Recorded) -> Labels:
    inner = labels(node.body, recorded)
    if node.name in _CHOOSES:
        return inner
    if node.grouping == "without":
        found = inner.without(node.labels)
    else:
        found = inner.kept(node.labels if node.grouping == "by" else ())
    if node.name == "count_values" and isinstance(node.parameter, tree.Text):
        return Labels({**found.sure, node.parameter.value: None}, found.perhaps, found.rest, found.gone)
    return found


def _joined(node: tree.Binary, recorded: Recorded) -> Labels:
    kinds = tree.kind(node.left), tree.kind(node.right)
    if kinds == ("scalar", "scalar"):
        return Labels()
    if kinds[0] == "scalar":
        return labels(node.right, recorded)
    left = labels(node.left, recorded)
    if kinds[1] == "scalar" or node.operator in ("and", "unless"):
        return left
    right = labels(node.right, recorded)
    if node.operator == "or":
        return left.or_(right)
    if node.group:
        many, one = (left, right) if node.group == "left" else (right, left)
        return _included(many, one, node.include)
    if node.matching == "on":
        return _both(left, right, node.labels)
    return left.without(node.labels) if node.matching == "ignoring" else _met(left, right)


def _included(many: Labels, one: Labels, names: tuple[str, ...]) -> Labels:
    base = many.without(names)
    sure = {**base.sure, **{name: one.sure[name] for name in names if name in one.sure}}
    perhaps = base.perhaps | {name for name in names if name not in one.sure and one.may_have(name)}
    gone = frozenset(name for name in base.gone if name not in sure and name not in perhaps)
    return Labels(sure, perhaps, base.rest, gone if base.rest else frozenset())


def _both(left: Labels, right: Labels, names: tuple[str, ...]) -> Labels:
    """The labels two sides match on: each has them, or neither."""
    found = left.kept(names)
    sure = {**found.sure}
    for name in names:
        if name in right.sure and sure.get(name) is None and left.may_have(name):
            sure[name] = right.sure[name]
    return Labels(sure, found.perhaps - set(sure))


def _met(left: Labels, right: Labels) -> Labels:
    """Two sides whose labels are all equal: what either lacks, the result lacks."""
    if right.rest or not left.rest:
        return left
    perhaps = frozenset(name for name in right.names() if name not in left.sure and left.may_have(name))
    return Labels(left.sure, perhaps)


def apart(one: Labels, other: Labels) -> bool:
    """Whether no series of one result can have the labels of the other."""
    for name in {**one.sure, **other.sure}:
        first, second = one.value(name), other.value(name)
        if first is not None and second is not None and first != second:
            return True
        if (one.has(name) and not other.may_have(name)) or (other.has(name) and not one.may_have(name)):
            return True
    return False

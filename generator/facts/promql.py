"""PromQL read as Prometheus reads it, behind limits: the parser underneath can end the process on deep input.

Source: https://prometheus.io/docs/prometheus/latest/querying/basics/ and prometheus promql/parser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generator.facts import promql_shape, re2
from generator.facts import promql_tree as tree
from generator.facts.promql_nodes import Alternatives, node
from generator.facts.promql_place import place_of
from generator.facts.promql_tokens import DEPTH, Fault, harmless, plain, scan, tokens
from generator.facts.promql_tree import Expression

__all__ = ["DEPTH", "EMPTY_SELECTOR", "Fault", "Reading", "fault", "parse", "problem", "read", "where"]

EMPTY_SELECTOR = "non-empty matcher"
"""Part of what is said about a selector that would match everything."""

_REGEX = "illegal regex for "
_HIDDEN = 16
_RENAMED = "holt_winters"
"""What double_exponential_smoothing was called before Prometheus 3; the parser knows the new name alone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its expression with the parts of it, or what is wrong with it."""

    expression: Expression | None
    parts: tree.Parts
    fault: Fault | None


@lru_cache(maxsize=16384)
def read(text: str) -> Reading:
    """An expression, or what is wrong with its text.

    Most texts are harmless and right: they go to the parser at once and are scanned only when it refuses them.
    """
    is_plain = plain(text)
    if is_plain:
        shape, values = promql_shape.split(text)
        common = _shape(shape, len(values))
        if common is not None:
            return _of_shape(text, common, values)
    scanned = not (is_plain and harmless(text))
    fault = scan(text) if scanned else None
    if fault is not None:
        return Reading(None, tree.NOTHING, fault)
    expression, fault = _parsed(_todays(text))
    if expression is None:
        return Reading(None, tree.NOTHING, fault if scanned else scan(text) or fault)
    return _of_shape(text, expression, {})


@lru_cache(maxsize=4096)
def _shape(shape: str, marks: int) -> Expression | None:
    """The expression of all texts of a shape; None where each has to be read on its own, for what is wrong too."""
    if not harmless(shape):
        return None
    expression, _ = _parsed(_todays(shape))
    fits = expression is not None and promql_shape.stands_for(tree.parts(expression), marks)
    return expression if fits else None


def _of_shape(text: str, shape: Expression, values: dict[str, str]) -> Reading:
    expression = promql_shape.filled(shape, values) if values else shape
    parts = tree.parts(expression)
    fault = _patterns(text, parts)
    return Reading(expression, parts, None) if fault is None else Reading(None, tree.NOTHING, fault)


def parse(text: str) -> Expression | None:
    """The expression of a text; None when it cannot be read (see `problem`)."""
    return read(text).expression


def fault(text: str) -> Fault | None:
    """What keeps a text from being read, with its place."""
    return read(text).fault


def problem(text: str) -> str | None:
    """What keeps a text from being read, with line and column inside it where they can be told; None when it reads."""
    found = fault(text)
    if found is None:
        return None
    return found.message if found.place is None else f"{found.message} ({where(text, found.place)})"


def where(text: str, place: int) -> str:
    """A place in a text for people: its column, and its line when there are several."""
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return f"line {line}, column {column}" if "\n" in text.strip("\n") else f"column {column}"


def _parsed(text: str) -> tuple[Expression | None, Fault | None]:
    """What the parser underneath says; expressions that only its regex engine refuses are read by our own."""
    import promql_parser

    hidden: dict[str, str] = {}
    while True:
        try:
            return node(promql_parser.parse(text), hidden), None
        except Alternatives:
            return None, _alternatives(text)
        except ValueError as error:
            message = str(error)
        place = place_of(text, message)
        pattern = message.removeprefix(_REGEX)
        if pattern == message or place is None or len(hidden) >= _HIDDEN or re2.problem(pattern):
            return None, _told(text, message, place)
        stand_in = f"hidden-{len(hidden)}"
        hidden[stand_in] = pattern
        length = next(len(token.text) for token in tokens(text) if token.place == place)
        text = f'{text[:place]}"{stand_in}"{text[place + length :]}'


def _told(text: str, message: str, place: int | None) -> Fault:
    """A fault in words that say what stands there."""
    if message.startswith(_REGEX):
        pattern = message.removeprefix(_REGEX)
        message = f"the regular expression `{pattern}` is not RE2: {re2.problem(pattern) or 'it is not valid'}"
    elif message == "invalid promql query" and place is not None:
        word = next((token.text for token in tokens(text) if token.place == place), "")
        message = f"unexpected `{word}`" if word else "the query ends too early"
    return Fault(message, place)


def _todays(text: str) -> str:
    if _RENAMED not in text:
        return text
    for token in reversed(tokens(text)):
        if token.kind == "name" and token.text == _RENAMED:
            rest = text[token.place + len(_RENAMED) :]
            text = f"{text[: token.place]}double_exponential_smoothing{rest}"
    return text


def _alternatives(text: str) -> Fault:
    """`or` between matchers, which another database of the same language allows."""
    depth = 0
    place = None
    for token in tokens(text):
        depth += (token.text == "{") - (token.text == "}")
        if depth and place is None and token.kind == "name" and token.text == "or":
            place = token.place
    return Fault("Prometheus knows no `or` between label matchers", place)


def _patterns(text: str, found: tree.Parts) -> Fault | None:
    """Regular expressions that Go refuses though the parser underneath, with another engine, takes them."""
    if "~" not in text and "label_replace" not in text:
        return None
    patterns = [m.value for s in found.selectors for m in s.matchers if m.sign in ("=~", "!~")]
    for call in found.calls:
        if call.name == "label_replace" and isinstance(call.arguments[-1], tree.Text):
            patterns.append(call.arguments[-1].value)
    for pattern in patterns:
        if re2.problem(pattern):
            message = f"{_REGEX}{pattern}"
            return _told(text, message, place_of(text, message))
    return None

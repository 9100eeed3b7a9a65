"""The event stream of a YAML text: from libyaml where PyYAML was built with it, else from PyYAML's own parser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

__all__ = [
    "AliasEvent",
    "DocumentEndEvent",
    "DocumentStartEvent",
    "Event",
    "MappingEndEvent",
    "MappingStartEvent",
    "NextEvent",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "StreamStartEvent",
    "SyntaxTrouble",
    "native",
    "pure",
    "stream",
]

SyntaxTrouble = yaml.YAMLError
"""What the event streams raise. A `MarkedYAMLError` has `problem`, `problem_mark`, `context`, `context_mark`."""

NextEvent = Callable[[], Any]
"""Returns the next event, then None."""

_native: Any = getattr(yaml, "CParser", None) or getattr(getattr(yaml, "cyaml", None), "CParser", None)


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python without its composer."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def native(data: bytes) -> NextEvent | None:
    """A function that yields the next event, then None; None where libyaml is absent."""
    if _native is None:
        return None
    following: NextEvent = _native(data).get_event
    return following


def pure(text: str) -> NextEvent:
    """The same from the parser in Python."""
    parser: Any = _PureParser(text)

    def following() -> Any:
        try:
            return parser.get_event()
        except (ValueError, OverflowError):
            # chr() of an escape beyond U+10FFFF.
            raise yaml.MarkedYAMLError(None, None, "invalid Unicode character", parser.get_mark()) from None

    return following


def stream(data: bytes, text: str) -> NextEvent:
    """The fastest event stream there is."""
    return native(data) or pure(text)

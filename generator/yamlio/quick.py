"""The reader's fast path: builds plain data from events and gives up at the first thing that needs a second look.

It keeps no position and no message. Whatever it gives up on, `careful` reads again; `careful` accepts exactly what
this accepts (a property test holds the two together).
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from generator.yamlio.characters import ESCAPED_FORBIDDEN
from generator.yamlio.dialects import Dialect
from generator.yamlio.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NextEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from generator.yamlio.scalars import REFUSED


def compose(
    following: NextEvent, dialect: Dialect, escapes: bool, questions: bool, keys: dict[str, Any]
) -> list[list[Any]] | None:
    """Data and first line (from 1) of every document, or None.

    `escapes` looks into double-quoted text for characters that were escaped, `questions` at question marks inside
    `{}` and `[]`. `keys` collects the keys seen.
    """
    plain, plain_key, quoted_key = dialect.plain, dialect.plain_key, dialect.quoted_key
    depth, longest = dialect.limits.depth, dialect.limits.scalar
    documents: list[list[Any]] = []
    stack: list[tuple[Any, Any, bool]] = []
    nothing: Any = None
    mapping = items = key = kind = nothing
    for event in islice(iter(following, None), 2 * dialect.limits.nodes):
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            if event.anchor is not None or event.tag is not None or len(value) > longest:
                return None
            if questions and "?" in value and stack and stack[-1][2]:
                return None
            if mapping is not None and key is None:
                # A plain key never starts with a quote, so both kinds fit into one table.
                spelt = '"' + value if event.style else value
                key = keys.get(spelt)
                if key is None:
                    key = keys[spelt] = quoted_key(value) if event.style else plain_key(value)
                if key is REFUSED or key in mapping:
                    return None
                continue
            if not event.style:
                value = plain(value)
                if value is REFUSED:
                    return None
            elif escapes and event.style == '"' and ESCAPED_FORBIDDEN.search(value):
                return None
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            mapping, items, _ = stack.pop()
            continue
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None or len(stack) >= depth:
                return None
            value = {} if kind is MappingStartEvent else []
        elif _between(event, kind, documents):
            continue
        else:
            return None
        if items is not None:
            items.append(value)
        elif mapping is None:
            documents[-1][0] = value
        elif key is None:
            return None
        else:
            mapping[key] = value
            key = None
        if kind is not ScalarEvent:
            stack.append((mapping, items, event.flow_style))
            mapping, items = (value, None) if kind is MappingStartEvent else (None, value)
    return documents if kind is StreamEndEvent else None


def _between(event: Any, kind: Any, documents: list[list[Any]]) -> bool:
    """Whether an event that is not content may pass: no alias, no directive."""
    if kind is DocumentStartEvent:
        documents.append([None, event.start_mark.line + 1])
        return not (event.version or event.tags)
    return kind in (DocumentEndEvent, StreamStartEvent, StreamEndEvent)

"""The reader's careful path: composes a document with the place of every node and a finding for every fault."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, NoReturn

from generator.model import Finding, Origin, Path, Related
from generator.yamlio import events as ev
from generator.yamlio.aliases import Anchors, Expansion, merged, tagged
from generator.yamlio.characters import ESCAPED_FORBIDDEN
from generator.yamlio.dialects import Dialect
from generator.yamlio.faults import Fault, escape_fault, key_fault, spelling_fault, tag_name, unicode_fault, value_fault
from generator.yamlio.messages import finding, shown
from generator.yamlio.places import Composed, Frame, placed
from generator.yamlio.scalars import REFUSED

_SKIP: Any = object()
"""The key of an entry that was refused: its value is read and dropped."""
_MERGE: Any = object()
"""The key `<<` of a foreign manifest."""
_SHARED = "put what is shared into a layer (defaults, environment, domain), or write it out"


class Stopped(Exception):
    """Reading cannot go on; the last finding says why."""


class Composer:
    """Turns events into documents; `findings` make a document unusable, `notes` do not.

    `opaque` lists the spans of quoted and block scalars, `last` is the latest event.
    """

    def __init__(self, file: str, dialect: Dialect, text: str = "") -> None:
        self.file, self.dialect, self._text = file, dialect, text
        self.findings: list[Finding] = []
        self.notes: list[Finding] = []
        self.documents: list[Composed] = []
        self.opaque: list[tuple[int, int, str]] = []
        self.last: Any = None
        self._frames: list[Frame] = []
        self._nodes = 0
        self._anchors = Anchors()
        self._expansion = Expansion(dialect.limits)

    def run(self, following: ev.NextEvent) -> None:
        """Read the stream to its end; raises Stopped or the parser's own SyntaxTrouble."""
        while (event := following()) is not None:
            self.last = event
            if isinstance(event, ev.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (ev.MappingStartEvent, ev.SequenceStartEvent)):
                self._open(event)
            elif isinstance(event, (ev.MappingEndEvent, ev.SequenceEndEvent)):
                self._close(event)
            elif isinstance(event, ev.AliasEvent):
                self._alias(event)
            elif isinstance(event, ev.DocumentStartEvent):
                self._start(event)
            elif isinstance(event, ev.DocumentEndEvent):
                self.documents[-1].ended = True

    @property
    def depth(self) -> int:
        """How many collections are open."""
        return len(self._frames)

    # findings

    def _origin(self, mark: Any) -> Origin:
        return Origin(self.file, mark.line + 1, mark.column + 1)

    def _finding(self, fault: Fault, event: Any, related: Iterable[Related] = ()) -> Finding:
        first, last = event.start_mark, event.end_mark
        length = last.column - first.column if first.line == last.line else 1
        origin = self._origin(first)
        return finding(fault.rule, fault.message, origin, fix=fault.fix, length=length, related=tuple(related))

    def _fault(self, rule: str, message: str, fix: str, event: Any, related: Iterable[Related] = ()) -> None:
        self.findings.append(self._finding(Fault(rule, message, fix), event, related))
        self.documents[-1].broken = True

    def _stop(self, rule: str, message: str, fix: str, event: Any) -> NoReturn:
        self._fault(rule, message, fix, event)
        raise Stopped

    # documents and collections

    def _start(self, event: Any) -> None:
        self._anchors, self._nodes, self._frames = Anchors(), 0, []
        if self.dialect.strict and self.documents:
            fix = "move it to a file of its own, or indent the `---` if it belongs to the text above"
            self._stop("yaml-document", "a second document starts here; a values file holds one", fix, event)
        self.documents.append(Composed(event.start_mark.line + 1))

    def _count(self, event: Any) -> None:
        """Limits, and the anchor and tag that values may not have."""
        self._nodes += 1
        limits = self.dialect.limits
        if self._nodes > limits.nodes:
            self._stop("yaml-limit", f"more than {limits.nodes} nodes in one document", "split the file", event)
        if len(self._frames) >= limits.depth and not isinstance(event, ev.ScalarEvent):
            self._stop("yaml-limit", f"nesting deeper than {limits.depth}", "flatten the structure", event)
        if self.dialect.strict and event.anchor is not None:
            self._anchors.begin(event.anchor)
            self._fault("yaml-anchor", f"anchor &{shown(event.anchor)} is not allowed", _SHARED, event)
        if self.dialect.strict and event.tag is not None:
            self._fault("yaml-tag", f"tag {tag_name(event.tag)} is not allowed", "remove the tag", event)

    def _open(self, event: Any) -> None:
        self._count(event)
        is_key = self._awaits_key()
        if is_key:
            self._collection_key(self._frames[-1].opened, event)
        if event.anchor is not None:
            self._anchors.begin(event.anchor)
        value: Any = {} if isinstance(event, ev.MappingStartEvent) else []
        self._frames.append(Frame(value, None if is_key else self._path(), event, is_key))

    def _awaits_key(self) -> bool:
        return bool(self._frames) and isinstance(self._frames[-1].value, dict) and self._frames[-1].key is None

    def _collection_key(self, outer: Any, event: Any) -> None:
        if outer.flow_style and event.flow_style and event.start_mark.index == outer.start_mark.index + 1:
            fix = 'write "{{ ... }}" for the text; values are never templates'
            self._fault("yaml-key", "template braces need quotes", fix, event)
        else:
            self._fault("yaml-key", "key must be text, not a list or a mapping", "write a plain word as the key", event)

    def _close(self, event: Any) -> None:
        frame = self._frames.pop()
        if frame.is_key:
            self._frames[-1].key, self._frames[-1].key_event = _SKIP, frame.opened
            return
        if frame.opened.anchor is not None:
            self._anchors.end(frame.opened.anchor, frame.value, frame.nodes, frame.text)
        self._put(frame.value, frame.path, frame.opened, event.end_mark, frame.nodes, frame.text)

    def _path(self) -> Path | None:
        """The path of the node that comes next; None below a refused key."""
        if not self._frames:
            return ()
        frame = self._frames[-1]
        if frame.path is None or frame.key is _SKIP:
            return None
        if frame.key is _MERGE:
            return (*frame.path, "<<")
        return (*frame.path, frame.key if isinstance(frame.value, dict) else len(frame.value))

    def _put(self, value: Any, path: Path | None, opened: Any, end: Any, nodes: int, text: int) -> None:
        """Store a finished node under its parent, and its place."""
        frame = self._frames[-1] if self._frames else None
        if path is not None:
            flow = bool(getattr(opened, "flow_style", False)) or bool(frame and frame.opened.flow_style)
            key = frame.key_event if frame is not None else None
            place = placed(opened.start_mark, end, key, getattr(opened, "style", None) or "", flow)
            self.documents[-1].places[path] = place
        if frame is None:
            self.documents[-1].data = value
            return
        frame.nodes += nodes
        frame.text += text
        if isinstance(frame.value, list):
            frame.value.append(value)
            return
        if frame.key is _MERGE:
            if not merged(frame.value, value):
                self._fault("yaml-merge", "a merge key needs a mapping or a list of them", "merge an alias", opened)
        elif frame.key is not _SKIP:
            frame.value[frame.key] = value
        frame.key = None

    # scalars

    def _scalar(self, event: Any) -> None:
        self._count(event)
        length, longest = len(event.value), self.dialect.limits.scalar
        if length > longest:
            fix = "put long text into a file of its own"
            self._stop("yaml-limit", f"scalar of {length} characters; limit {longest}", fix, event)
        if event.style:
            self.opaque.append((event.start_mark.index, event.end_mark.index, event.style))
        flow = bool(self._frames and self._frames[-1].opened.flow_style)
        if self.dialect.strict and (wrong := spelling_fault(self._text, event, flow)):
            self._fault(*wrong, event)
        if self._awaits_key():
            self._key(self._frames[-1], event)
            return
        path = self._path()
        value = self._value(event, path)
        if event.anchor is not None:
            self._anchors.end(event.anchor, value, 1, length)
        self._put(value, path, event, event.end_mark, 1, length)

    def _value(self, event: Any, path: Path | None) -> Any:
        text = event.value
        if event.tag is not None and not self.dialect.strict:
            value = tagged(event.tag, text, self.dialect.plain)
            if value is REFUSED:
                message = f"the value does not fit its tag {tag_name(event.tag)}"
                self._fault("yaml-tag", message, "remove the tag", event)
            return value
        if event.style or event.tag is not None:
            if self.dialect.strict and event.style == '"' and (bad := ESCAPED_FORBIDDEN.search(text)):
                self._fault(*escape_fault(bad.group()), event)
            return text
        value = self.dialect.plain(text)
        return self._refused(event, path) if value is REFUSED else value

    def _refused(self, event: Any, path: Path | None) -> Any:
        fault = unicode_fault(event.value) if self.dialect.strict else None
        if fault is not None and fault.rule == "yaml-typographic-quotes":
            self.notes.append(self._finding(fault, event))
            return event.value
        self._fault(*(fault or value_fault(self.dialect, event.value, path)), event)
        return None

    def _alias(self, event: Any) -> None:
        value: Any = None
        nodes, text = 1, 0
        if self.dialect.strict and event.anchor not in self._anchors:
            self._fault("yaml-anchor", f"alias *{shown(event.anchor)} is not allowed", _SHARED, event)
        elif not self.dialect.strict:
            value, nodes, text, wrong = self._expansion.take(self._anchors, event.anchor)
            if wrong:
                self._stop("yaml-limit" if "expands" in wrong else "yaml-anchor", wrong, "write the value out", event)
        if self._awaits_key():
            frame = self._frames[-1]
            frame.key, frame.key_event = value if isinstance(value, str) else _SKIP, event
            return
        self._put(value, self._path(), event, event.end_mark, nodes, text)

    # keys

    def _key(self, frame: Frame, event: Any) -> None:
        frame.key_event = event
        key = self._key_text(event)
        if key is REFUSED:
            self._fault(*key_fault(self.dialect, event.value, bool(event.style)), event)
        if key is REFUSED or key is _MERGE:
            frame.key = _SKIP if key is REFUSED else key
            return
        exact = unicodedata.normalize("NFC", key) if self.dialect.strict else key
        first = frame.seen.setdefault(exact, (key, event))
        if first[1] is not event:
            self._repeated(key, first, event)
            frame.key = _SKIP
            return
        frame.key = key
        other = frame.folded.setdefault(exact.casefold(), (key, event))
        if other[1] is not event and self.dialect.strict:
            at = self._origin(other[1].start_mark)
            message = f'key "{shown(key)}" differs only in case from "{shown(other[0])}" at line {at.line}'
            fault = Fault("yaml-key-case", message, "keep one spelling")
            self.notes.append(self._finding(fault, event, [Related("the other spelling", at)]))

    def _repeated(self, key: str, first: tuple[str, Any], event: Any) -> None:
        at = self._origin(first[1].start_mark)
        how = "" if key == first[0] else " (the same word in another Unicode form)"
        message = f'duplicate key "{shown(key)}"{how}; first at line {at.line}'
        self._fault("yaml-duplicate-key", message, "remove one of the two", event, [Related("first here", at)])

    def _key_text(self, event: Any) -> Any:
        text = event.value
        if event.tag is not None and not self.dialect.strict:
            value = tagged(event.tag, text, self.dialect.plain)
            return value if isinstance(value, str) or value is REFUSED else str(value)
        if event.style:
            return self.dialect.quoted_key(text)
        return _MERGE if text == "<<" and not self.dialect.strict else self.dialect.plain_key(text)

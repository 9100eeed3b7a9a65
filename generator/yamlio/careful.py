"""The reader's careful path: composes a document with the place of every node and a finding for every fault."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.model import Finding, Origin, Path, Related
from generator.yamlio import events as ev
from generator.yamlio.aliases import Anchors, Expansion, merged, tagged
from generator.yamlio.characters import ESCAPED_FORBIDDEN, INVISIBLE_IN_KEY, UNICODE_SYNTAX
from generator.yamlio.dialects import Dialect
from generator.yamlio.messages import finding, secret, shown
from generator.yamlio.scalars import REFUSED, refusal


class Place(NamedTuple):
    """Where a node stands: first and last character (index, end exclusive) and line and column from 1.

    `key_*` is the same for its key and -1 where it has none. `style` is "" for plain and for collections, else the
    quote or block sign; `flow` says that it stands inside `{}` or `[]` or is one.
    """

    start: int
    end: int
    line: int
    column: int
    key_start: int
    key_end: int
    key_line: int
    key_column: int
    style: str
    flow: bool


Places = dict[Path, Place]
_SKIP: Any = object()
"""The key of an entry that was refused: its value is read and dropped."""


class Stopped(Exception):
    """Reading cannot go on; the last finding says why."""


@dataclass(slots=True)
class _Frame:
    """One open collection. `path` is None below a refused key; `seen` finds equal keys and where they stood."""

    value: Any
    path: Path | None
    start: Any
    flow: bool
    mark: Any
    key: Any = None
    key_event: Any = None
    seen: dict[str, tuple[str, Any]] = field(default_factory=dict)
    nodes: int = 0
    text: int = 0
    anchor: str | None = None
    is_key: bool = False


@dataclass(slots=True)
class Composed:
    """One document: its data, its first line, its places, and what is wrong without making it unreadable."""

    data: Any = None
    line: int = 1
    places: Places = field(default_factory=dict)
    empty: bool = True
    broken: bool = False


class Composer:
    """Turns events into documents; `findings` make the file unusable, `notes` do not."""

    def __init__(self, file: str, dialect: Dialect) -> None:
        self.file, self.dialect = file, dialect
        self.findings: list[Finding] = []
        self.notes: list[Finding] = []
        self.documents: list[Composed] = []
        self._frames: list[_Frame] = []
        self._nodes = 0
        self._anchors = Anchors()
        self._expansion = Expansion(dialect.limits)

    def run(self, following: ev.NextEvent) -> None:
        """Read the stream to its end; raises Stopped or the parser's own SyntaxTrouble."""
        while (event := following()) is not None:
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

    # -- findings ---------------------------------------------------------------------------------------------

    def _origin(self, mark: Any) -> Origin:
        return Origin(self.file, mark.line + 1, mark.column + 1)

    def _fault(self, rule: str, message: str, event: Any, fix: str = "", related: Iterable[Related] = ()) -> None:
        length = 1
        if event.start_mark.line == event.end_mark.line:
            length = event.end_mark.column - event.start_mark.column
        origin = self._origin(event.start_mark)
        self.findings.append(finding(rule, message, origin, fix=fix, length=length, related=tuple(related)))
        if self.documents:
            self.documents[-1].broken = True

    def _stop(self, rule: str, message: str, event: Any, fix: str = "") -> None:
        self._fault(rule, message, event, fix)
        raise Stopped

    # -- documents and collections ----------------------------------------------------------------------------

    def _start(self, event: Any) -> None:
        self._anchors = Anchors()
        self._nodes = 0
        self._frames = []
        if self.dialect.strict and self.documents:
            self._stop("yaml-document", "a second document starts here; a values file holds one", event,
                       "move it to a file of its own, or indent the `---` if it belongs to the text above")  # fmt: skip
        self.documents.append(Composed(line=event.start_mark.line + 1))
        if self.dialect.strict and (event.version or event.tags):
            self._fault("yaml-directive", "directives (%YAML, %TAG) are not allowed", event, "remove the line")

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > self.dialect.limits.nodes:
            self._stop("yaml-limit", f"more than {self.dialect.limits.nodes} nodes in one document", event,
                       "split the file")  # fmt: skip
        if len(self._frames) >= self.dialect.limits.depth and not isinstance(event, ev.ScalarEvent):
            self._stop("yaml-limit", f"nesting deeper than {self.dialect.limits.depth}", event, "flatten the structure")

    def _properties(self, event: Any) -> None:
        """Anchor and tag of a node, which values may not have."""
        if not self.dialect.strict:
            return
        if event.anchor is not None:
            self._fault("yaml-anchor", f"anchor &{shown(event.anchor)} is not allowed", event,
                        "write the value out, or put what is shared into a layer (defaults, environment, domain)")  # fmt: skip
        if event.tag is not None:
            self._fault("yaml-tag", f"tag {shown(event.tag)} is not allowed", event, "remove the tag")

    def _open(self, event: Any) -> None:
        self._count(event)
        self._properties(event)
        mapping = isinstance(event, ev.MappingStartEvent)
        parent = self._frames[-1] if self._frames else None
        is_key = parent is not None and isinstance(parent.value, dict) and parent.key is None
        if is_key and parent is not None:
            self._collection_key(parent, event)
        path = None if is_key else self._path()
        value: Any = {} if mapping else []
        frame = _Frame(value, path, event.start_mark, bool(event.flow_style), event, anchor=event.anchor, is_key=is_key)
        if event.anchor is not None:
            self._anchors.begin(event.anchor)
        self._frames.append(frame)

    def _collection_key(self, parent: _Frame, event: Any) -> None:
        if parent.flow and event.flow_style and event.start_mark.index == parent.start.index + 1:
            self._fault(
                "yaml-key", "template braces need quotes", event, 'write "{{ ... }}"; values are never templates'
            )
        else:
            self._fault(
                "yaml-key", "a key must be text, not a list or a mapping", event, "write a plain word as the key"
            )

    def _close(self, event: Any) -> None:
        frame = self._frames.pop()
        if frame.is_key:
            self._frames[-1].key, self._frames[-1].key_event = _SKIP, frame.mark
            return
        if frame.anchor is not None:
            self._anchors.end(frame.anchor, frame.value, frame.nodes + 1, frame.text)
        self._put(frame.value, frame.start, event.end_mark, "", frame.flow, frame.path, frame.nodes + 1, frame.text)

    def _path(self) -> Path | None:
        """The path of the node that comes next; None below a refused key."""
        if not self._frames:
            return ()
        frame = self._frames[-1]
        if frame.path is None or frame.key is _SKIP:
            return None
        return (*frame.path, frame.key if isinstance(frame.value, dict) else len(frame.value))

    def _put(self, value: Any, start: Any, end: Any, style: str, flow: bool, path: Path | None,
             nodes: int = 1, text: int = 0) -> None:  # fmt: skip
        """Store a finished node under its parent."""
        frame = self._frames[-1] if self._frames else None
        key = frame.key_event if frame is not None and isinstance(frame.value, dict) else None
        if path is not None:
            k = (key.start_mark.index, key.end_mark.index, key.start_mark.line + 1, key.start_mark.column + 1) if key else (
                -1, -1, -1, -1)  # fmt: skip
            self.documents[-1].places[path] = Place(
                start.index, end.index, start.line + 1, start.column + 1, *k, style, flow or bool(frame and frame.flow)
            )
        if frame is None:
            self.documents[-1].data = value
            return
        frame.nodes += nodes
        frame.text += text
        if isinstance(frame.value, list):
            frame.value.append(value)
            return
        if frame.key == "<<" and frame.seen.get("<<") is None and not self.dialect.strict:
            self._merge(frame, value)
        elif frame.key is not _SKIP:
            frame.value[frame.key] = value
        frame.key = None

    def _merge(self, frame: _Frame, value: Any) -> None:
        if merged(frame.value, value) is None:
            self._fault(
                "yaml-merge", "a merge key needs a mapping or a list of mappings", frame.key_event, "merge an alias"
            )

    # -- scalars ----------------------------------------------------------------------------------------------

    def _scalar(self, event: Any) -> None:
        self._count(event)
        self._properties(event)
        value = event.value
        if len(value) > self.dialect.limits.scalar:
            self._stop("yaml-limit", f"scalar of {len(value)} characters; limit {self.dialect.limits.scalar}", event,
                       "put long text into a file of its own")  # fmt: skip
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._key(frame, event)
            return
        path = self._path()
        resolved = self._value(event, path)
        if not self._frames:
            self.documents[-1].empty = resolved is None and event.start_mark.index == event.end_mark.index
        if event.anchor is not None:
            self._anchors.begin(event.anchor)
            self._anchors.end(event.anchor, resolved, 1, len(value))
        self._put(resolved, event.start_mark, event.end_mark, event.style or "", False, path, 1, len(value))

    def _value(self, event: Any, path: Path | None) -> Any:
        text = event.value
        if event.tag is not None and not self.dialect.strict:
            value = tagged(event.tag, text, self.dialect.plain)
            if value is REFUSED:
                self._fault("yaml-tag", f"the value does not fit its tag {shown(event.tag)}", event, "remove the tag")
            return value
        if event.style:
            if self.dialect.strict and event.style == '"' and (bad := ESCAPED_FORBIDDEN.search(text)):
                self._fault(
                    "yaml-character", f"the text holds the control character {shown(bad.group())}", event, "remove it"
                )
            return text
        value = self.dialect.plain(text)
        if value is REFUSED:
            return self._refused(event, path)
        return value

    def _refused(self, event: Any, path: Path | None) -> Any:
        text = event.value
        if not self.dialect.strict:
            self._fault("yaml-scalar", f"'{shown(text)}' has no JSON form", event, f'write "{shown(text)}"')
            return None
        if self._looks_like_syntax(event):
            return text
        message, fix = refusal(text)
        if path is not None and secret(path):
            message, fix = (
                "ambiguous plain scalar (value hidden): quote it, readers disagree",
                "put it into double quotes",
            )
        self._fault("yaml-ambiguous-scalar", message, event, fix)
        return None

    def _looks_like_syntax(self, event: Any) -> bool:
        """Unicode characters taken for YAML's own. Typographic quotes stay part of the text, so they are only a note."""
        match = None if event.value.isascii() else UNICODE_SYNTAX.search(event.value)
        if match is None:
            return False
        sign = match.group()[-1]
        if sign in "\u201c\u2018":
            self.notes.append(finding(
                "yaml-typographic-quotes", f"{sign} and its partner are not YAML quotes; they are part of the text",
                self._origin(event.start_mark), fix="use \" or ' instead"))  # fmt: skip
        elif "\uff00" < sign < "\uff60":
            self._fault("yaml-character", f"full-width {sign} is not YAML syntax", event, "write the ASCII character")
        else:
            name = f"\\u{ord(match.group().strip(':,?-') or sign):04x}"
            self._fault("yaml-character", f"unicode space {name} used as syntax", event, "write an ordinary space")
        return True

    # -- keys -------------------------------------------------------------------------------------------------

    def _key(self, frame: _Frame, event: Any) -> None:
        frame.key_event = event
        key = self._key_text(event)
        if key is REFUSED:
            frame.key = _SKIP
            return
        frame.key = key
        if key == "<<" and not event.style and not self.dialect.strict:
            return
        exact = unicodedata.normalize("NFC", key)
        first = frame.seen.get(exact)
        if first is not None:
            self._repeated(key, first, event)
            frame.key = _SKIP
            return
        frame.seen[exact] = (key, event)
        folded = exact.casefold()
        other = frame.seen.get(" " + folded)
        if other is None:
            frame.seen[" " + folded] = (key, event)
        elif self.dialect.strict:
            at = self._origin(other[1].start_mark)
            self.notes.append(finding(
                "yaml-key-case", f'key "{shown(key)}" differs only in case from "{shown(other[0])}" at line {at.line}',
                self._origin(event.start_mark), fix="keep one spelling", length=len(key),
                related=(Related("the other spelling", at),)))  # fmt: skip

    def _repeated(self, key: str, first: tuple[str, Any], event: Any) -> None:
        at = self._origin(first[1].start_mark)
        how = "" if key == first[0] else " (the same word in another Unicode form)"
        self._fault("yaml-duplicate-key", f'duplicate key "{shown(key)}"{how}; first at line {at.line}', event,
                    "remove one of the two", [Related("first here", at)])  # fmt: skip

    def _key_text(self, event: Any) -> Any:
        text = event.value
        if event.tag is not None and not self.dialect.strict:
            key = tagged(event.tag, text, self.dialect.plain)
            return key if isinstance(key, str) else str(key)
        key = self.dialect.quoted_key(text) if event.style else self.dialect.plain_key(text)
        if key is not REFUSED:
            return key
        if not event.style and text == "<<" and not self.dialect.strict:
            return text
        self._fault(*self._key_fault(event))
        return REFUSED

    def _key_fault(self, event: Any) -> tuple[str, str, Any, str]:
        text = event.value
        if len(text) > self.dialect.limits.key:
            return "yaml-limit", f"key of {len(text)} characters; limit {self.dialect.limits.key}", event, "shorten it"
        if not text:
            return "yaml-key", "empty key", event, "write a name before the colon"
        if ESCAPED_FORBIDDEN.search(text) or INVISIBLE_IN_KEY.search(text):
            return "yaml-character", f'key "{shown(text)}" holds an invisible character', event, "type the key again"
        if not text.isascii() and UNICODE_SYNTAX.search(text):
            return (
                "yaml-character",
                f'key "{shown(text)}": a Unicode character used as YAML syntax',
                event,
                ("write the ASCII character"),
            )
        if text == "<<":
            return "yaml-anchor", "merge keys are not allowed", event, "use a layer (defaults, environment, domain)"
        value = self.dialect.plain(text)
        why = (
            f"key must be text: '{shown(text)}' is not text to every reader"
            if value is REFUSED
            else (f"key must be text, not {'null' if value is None else type(value).__name__} '{shown(text)}'")
        )
        return "yaml-key", why, event, f'write "{shown(text)}"'

    # -- aliases ----------------------------------------------------------------------------------------------

    def _alias(self, event: Any) -> None:
        if self.dialect.strict:
            self._fault("yaml-anchor", f"alias *{shown(event.anchor)} is not allowed", event,
                        "write the value out, or put what is shared into a layer")  # fmt: skip
            value, nodes, text = None, 1, 0
        else:
            value, nodes, text, wrong = self._expansion.take(self._anchors, event.anchor)
            if wrong:
                self._stop("yaml-anchor" if "alias" in wrong else "yaml-limit", wrong, event, "write the value out")
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            frame.key, frame.key_event = value if isinstance(value, str) else _SKIP, event
            return
        self._put(value, event.start_mark, event.end_mark, "", False, self._path(), nodes, text)

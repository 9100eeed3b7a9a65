"""Changes to a file that a person keeps: one node is set, added or removed, every other byte stays.

Comments, quotes, indentation and line ends survive. What is written is read again; a change that would not read back
as exactly the wanted data raises UserError and changes nothing.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from generator.model import Origin, Path, UserError, pointer
from generator.yamlio.layout import Style, inline, like, wrapped
from generator.yamlio.messages import shown
from generator.yamlio.places import Place
from generator.yamlio.read import Document, read
from generator.yamlio.write import key as written_key
from generator.yamlio.write import quoted

_FILE = "the edited text"
_LINE_END = re.compile(r"[ ]*(?:#[^\n]*)?(?=\n|\Z)")
_AFTER_KEY = re.compile(r"[ ]*:")


def set_value(text: str, path: Path, value: Any, file: str = _FILE) -> str:
    """The text with the node at `path` set to `value`; missing mappings are made, a list takes its length as index.

    Raises UserError where the text cannot be read, or the change cannot be made without touching other bytes.
    """
    return _checked(text, file, path, lambda sheet: sheet.set(path, value), lambda data: _set(data, path, value))


def append(text: str, path: Path, value: Any, file: str = _FILE) -> str:
    """The text with `value` as a new last item of the list at `path`."""

    def size(sheet: _Sheet) -> Path:
        found = sheet.at(path)
        if not isinstance(found, list):
            raise _Unsafe("there is no list")
        return (*path, len(found))

    return _checked(
        text, file, path, lambda sheet: sheet.set(size(sheet), value), lambda data: _get(data, path).append(value)
    )


def remove(text: str, path: Path, file: str = _FILE) -> str:
    """The text without the entry or item at `path`; a collection that loses its last one becomes `{}` or `[]`."""

    def drop(data: Any) -> None:
        del _get(data, path[:-1])[path[-1]]

    return _checked(text, file, path, lambda sheet: sheet.remove(path), drop)


class _Unsafe(Exception):
    """Why an edit cannot be made."""


def _get(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _set(data: Any, path: Path, value: Any) -> None:
    for number, part in enumerate(path[:-1]):
        if isinstance(data, dict) and data.get(part) is None:
            data[part] = wrapped(path[number + 1 :], value)
            return
        data = data[part]
    if isinstance(data, list) and path[-1] == len(data):
        data.append(value)
    else:
        data[path[-1]] = value


def _checked(text: str, file: str, path: Path, change: Any, wanted: Any) -> str:
    """The changed text, read again and compared with the wanted data."""
    windows = "\r\n" in text
    if windows and text.count("\r\n") != text.count("\n"):
        raise UserError("cannot edit: the file mixes line ends", Origin(file), rule="yaml-edit", fix="use one line end")
    before = text.replace("\r\n", "\n") if windows else text
    document = read(before.encode("utf-8"), file)
    expected = copy.deepcopy(document.data)
    where = pointer(path) or "/"
    try:
        after: str = change(_Sheet(before, document))
        wanted(expected)
        found = read(after.encode("utf-8"), file).data
    except (_Unsafe, KeyError, IndexError, TypeError, ValueError, UserError) as error:
        reason = str(error) if isinstance(error, _Unsafe) else "the result would not be what was asked for"
        raise _refused(document, path, f"cannot edit {shown(where, 120)}: {reason}") from None
    if found != expected or _types(found) != _types(expected):
        raise _refused(document, path, f"cannot edit {shown(where, 120)}: the result would not be what was asked for")
    return after.replace("\n", "\r\n") if windows else after


def _refused(document: Document, path: Path, message: str) -> UserError:
    line, column = document.position(path)
    return UserError(message, Origin(document.file, line, column), rule="yaml-edit", fix="edit the file by hand")


def _types(data: Any) -> Any:
    """Where 1, 1.0 and true stand: they are equal to Python."""
    if isinstance(data, dict):
        return {key: _types(part) for key, part in data.items()}
    return [_types(part) for part in data] if isinstance(data, list) else type(data).__name__


class _Sheet:
    """A text with the places of its nodes; each change is one replaced span."""

    def __init__(self, text: str, document: Document) -> None:
        self.text, self.data, self.places = text, document.data, document.places
        self.style = Style.of(text, document.places)

    def at(self, path: Path) -> Any:
        return _get(self.data, path)

    def set(self, path: Path, value: Any) -> str:
        """Replace what is there, or add it below the nearest ancestor that is."""
        if not path:
            raise _Unsafe("the whole document cannot be set")
        if path in self.places:
            return self._replace(path, value)
        size = next(size for size in range(len(path) - 1, -1, -1) if path[:size] in self.places)
        parent, name, rest = path[:size], path[size], path[size + 1 :]
        found = self.at(parent)
        value = wrapped(rest, value)
        if isinstance(name, str) and (found is None or found == {}):
            return self._replace(parent, {name: value}) if parent else self._root({name: value})
        if found == [] and name == 0:
            return self._replace(parent, [value])
        if isinstance(found, dict) and isinstance(name, str):
            return self._add(parent, (*parent, list(found)[-1]), name, value)
        if isinstance(found, list) and name == len(found):
            return self._add(parent, (*parent, len(found) - 1), None, value)
        raise _Unsafe("there is no such place")

    def remove(self, path: Path) -> str:
        if path not in self.places or not path:
            raise _Unsafe("there is no such place")
        siblings = list(self.at(path[:-1])) if isinstance(path[-1], str) else list(range(len(self.at(path[:-1]))))
        parent = path[:-1]
        if len(siblings) == 1:
            empty: Any = {} if isinstance(path[-1], str) else []
            return self._replace(parent, empty) if parent else self._root(empty)
        number = siblings.index(path[-1])
        following = (*parent, siblings[number + 1]) if number + 1 < len(siblings) else None
        previous = (*parent, siblings[number - 1]) if number else None
        if self.places[parent].flow:
            start, end = self._flow_span(path, following, previous)
        else:
            start, end = self._block_span(path, following)
        if "#" in self.text[start:end] and self._comments(start, end, path):
            raise _Unsafe("a comment stands in between")
        return self.text[:start] + self.text[end:]

    # spans

    def _head(self, path: Path) -> tuple[int, int]:
        """Where an entry begins (its key or its dash) and where its colon or dash ends."""
        place = self.places[path]
        if place.key_start >= 0 and isinstance(path[-1], str):
            colon = _AFTER_KEY.match(self.text, place.key_end)
            if colon is None:
                raise _Unsafe("the key is written with a question mark")
            return place.key_start, colon.end()
        if self.places[path[:-1]].flow:
            return place.start, place.start
        dash = self._dash(path)
        return dash, dash + 1

    def _dash(self, path: Path) -> int:
        """The index of the dash of a block list's item."""
        *parent, number = path
        begin = self.places[tuple(parent)].start if number == 0 else self._end((*parent, int(number) - 1))
        for index in range(begin, len(self.text)):
            # Between two items there are only blanks and comments.
            line = self.text.rfind("\n", 0, index) + 1
            if self.text[index] == "-" and "#" not in self.text[max(line, begin) : index]:
                return index
        raise _Unsafe("its dash cannot be found")

    def _column(self, index: int) -> int:
        return index - self.text.rfind("\n", 0, index) - 1

    def _end(self, path: Path) -> int:
        """The index behind the last character of a node, without comments."""
        place, found = self.places[path], self.at(path)
        if isinstance(found, dict | list) and found and not place.flow:
            last = list(found)[-1] if isinstance(found, dict) else len(found) - 1
            return self._end((*path, last))
        if place.style in ("|", ">"):
            return place.start + len(self.text[place.start : place.end].rstrip())
        return max(place.end, self._head(path)[1] if path else 0)

    def _line_end(self, index: int) -> int:
        """The end of the line, when only a comment follows."""
        match = _LINE_END.match(self.text, index)
        if match is None:
            raise _Unsafe("something else stands on the line")
        return match.end()

    def _flow_span(self, path: Path, following: Path | None, previous: Path | None) -> tuple[int, int]:
        start, _ = self._head(path)
        if following is not None:
            return start, self._head(following)[0]
        assert previous is not None
        return self._end(previous), self._end(path)

    def _block_span(self, path: Path, following: Path | None) -> tuple[int, int]:
        """Whole lines; or up to the next entry, when the first one stands on the line of a dash."""
        start, _ = self._head(path)
        line = start - self._column(start)
        end = self._line_end(self._end(path))
        if self.text[line:start].strip():
            if following is None:
                raise _Unsafe("something else stands on the line")
            return start, self._head(following)[0]
        return line, min(end + 1, len(self.text))

    def _comments(self, start: int, end: int, path: Path) -> bool:
        """Whether a span holds a comment that is not the entry's own."""
        own = self._line_end(self._end(path))
        return end > own and "#" in self.text[own:end]

    # changes

    def _replace(self, path: Path, value: Any) -> str:
        place, found = self.places[path], self.at(path)
        start, after = self._head(path)
        flow = self.places[path[:-1]].flow or (place.flow and bool(found) and isinstance(value, dict | list))
        column = self._column(start)
        end = self._end(path)
        many = isinstance(value, dict | list) and bool(value) and not flow
        if isinstance(found, dict | list) and found and not place.flow:
            return self._replace_block(path, value, after, end, many)
        if flow or not many:
            new = inline(value) if flow and not isinstance(value, str) else like(value, place, column)
            if "\n" in new and self.text[end : self._line_end(end)]:
                # A block of text cannot be followed by the comment of the old value.
                new = quoted(value)
            gap = "" if self.text[after : place.start] or (flow and not isinstance(path[-1], str)) else " "
            return self.text[: place.start] + gap + new + self.text[max(end, place.start) :]
        listed = not isinstance(path[-1], str)
        block = self.style.block(value, column, listed)
        if listed:
            return self.text[:after] + block + self.text[end:]
        # The comment behind the old value stays on the line of the key.
        stop = self._line_end(end)
        return self.text[:after] + self.text[end:stop] + block + self.text[stop:]

    def _replace_block(self, path: Path, value: Any, after: int, end: int, many: bool) -> str:
        """Another value for a mapping or list of several lines."""
        place = self.places[path]
        start, listed = self._head(path)[0], not isinstance(path[-1], str)
        column = self._column(start)
        if many:
            block = self.style.block(value, column, listed)
            if listed:
                return self.text[:after] + block + self.text[end:]
            header = self._line_end(after)
            return self.text[:header] + block + self.text[end:]
        new = inline(value) if isinstance(value, dict | list) else like(value, _PLAIN, column)
        header = after if listed else self._line_end(after)
        if place.line == place.key_line or listed:
            header = after
        if "\n" in new and header > after:
            new = quoted(value)
        return self.text[:after] + " " + new + self.text[after:header] + self.text[end:]

    def _root(self, value: Any) -> str:
        """The whole content, which is empty before or after."""
        place = self.places[()]
        end = self._end(())
        new = inline(value) if not value else self.style.block(value, -self.style.step)[1:]
        return self.text[: place.start] + new + self.text[end:]

    def _add(self, parent: Path, last: Path, name: str | None, value: Any) -> str:
        """A new entry (or, without a name, a new item) behind the last one."""
        end = self._end(last)
        if self.places[parent].flow:
            entry = inline(value) if name is None else f"{inline(name)}: {inline(value)}"
            return f"{self.text[:end]}, {entry}{self.text[end:]}"
        column = self._column(self._head(last)[0])
        block = self.style.block(value, column, name is None)
        entry = f"-{block}" if name is None else f"{written_key(name)}:{block}"
        stop = self._line_end(end)
        return f"{self.text[:stop]}\n{' ' * column}{entry}{self.text[stop:]}"


_PLAIN = Place(0, 0, 1, 1, -1, -1, -1, -1, "", False)

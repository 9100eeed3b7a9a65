"""Tabs that stand where YAML wants spaces: libyaml takes some for spaces, the other readers refuse them."""

from __future__ import annotations

from bisect import bisect_right

from generator.model import Finding, Origin
from generator.yamlio.characters import place
from generator.yamlio.messages import finding

Spans = list[tuple[int, int, str]]


def tabs(text: str, file: str, opaque: Spans, end: int) -> list[Finding]:
    """A finding for the first tab of each line, up to index `end`, outside of quoted text, blocks of text and comments.

    `opaque` lists start, end and style of the quoted and block scalars in the order of the text.
    """
    found: list[Finding] = []
    starts = [start for start, _, _ in opaque]
    line_end = -1
    index = text.find("\t")
    while 0 <= index < end:
        if index > line_end and not _allowed(text, index, starts, opaque):
            origin = Origin(file, *place(text, index))
            indents = not text[text.rfind("\n", 0, index) + 1 : index].strip(" -?")
            message = "tab used as indentation" if indents else "tab used as a space"
            found.append(finding("yaml-tab", message, origin, fix="write spaces"))
            line_end = text.find("\n", index)
            if line_end < 0:
                break
        index = text.find("\t", index + 1)
    return found


def _allowed(text: str, index: int, starts: list[int], opaque: Spans) -> bool:
    number = bisect_right(starts, index) - 1
    line = text.rfind("\n", 0, index) + 1
    if number >= 0:
        start, end, style = opaque[number]
        if index < end:
            return style not in "|>" or _in_block(text, index, start, line)
        line = max(line, end)
    comment = text.find("#", line, index)
    return comment >= 0 and (comment == 0 or text[comment - 1] in " \t\n")


def _in_block(text: str, index: int, start: int, line: int) -> bool:
    """Whether a tab belongs to a block of text: not to the line of its sign, nor to its first indentation."""
    if line <= start:
        return "#" in text[start:index]
    return bool(text[line:index].strip(" ") or text[text.find("\n", start) : line].strip())

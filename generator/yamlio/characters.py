"""Which bytes and characters a file may hold; the first look at every file."""

from __future__ import annotations

import re

from generator.model import Finding, Origin
from generator.yamlio.messages import finding

BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
BREAKS = "\u0085\u2028\u2029"
INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
JOINERS = "\u200c\u200d\ufe00-\ufe0f"
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
_PLAIN_BYTES = bytes((10, 13, *range(32, 127)))
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_BLOCK_COMMENT = re.compile(rb"[|>][-+0-9]{0,2}#")
_FORBIDDEN = re.compile(rf"[{_CONTROL}{BREAKS}{BIDI}{INVISIBLE}]|\r(?!\n)")
_SUSPECT = re.compile(
    rf"[{_CONTROL}\t{BREAKS}{BIDI}{INVISIBLE}{JOINERS}{SPACES}\uff1a\uff3b\uff5b\u201c\u201d\u2018\u2019]"
)
ESCAPED_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no scalar of a values file may hold, not even by an escape."""

INVISIBLE_IN_KEY = re.compile(rf"[{BIDI}{BREAKS}{INVISIBLE}{JOINERS}]")


UNICODE_SYNTAX = re.compile(
    rf"(?:^|[:,?-])[{SPACES}]|[{SPACES}](?:$|:)|^[A-Za-z0-9_./-]+\uff1a|^[\uff3b\uff5b]|^[\u201c\u2018]"
)
"""A plain scalar in which somebody took a Unicode space, a full-width sign or typographic quotes for YAML's own."""


def odd(data: bytes, text: str, strict: bool) -> bool:
    """Whether the text holds anything that the fast reader leaves to the careful one."""
    if not strict:
        return text.startswith("\ufeff")
    if data.translate(None, _PLAIN_BYTES) if data.isascii() else _SUSPECT.search(text):
        return True
    if b"#" in data and (b"|" in data or b">" in data) and _BLOCK_COMMENT.search(data):
        return True
    if b"\r" in data and _LONE_RETURN.search(data):
        return True
    return b"<<<<<<<" in data or b"\n%" in data or data[:1] == b"%"


def decode(data: bytes, file: str) -> tuple[str, Finding | None]:
    """The text of a file, or the finding that says why it is not UTF-8 text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", _undecodable(data, file, error)
    return ("", _undecodable(data, file, None)) if "\0" in text and _binary(data) else (text, None)


def neutral(text: str) -> str:
    """The text with every forbidden character replaced, so that it can be parsed for its other faults."""
    return _FORBIDDEN.sub(lambda match: " " if match.group() in "\r\u0085\u2028\u2029" else "_", text)


def _wide(data: bytes) -> bool:
    """UTF-16 or UTF-32: a byte order mark, or a zero byte beside every character."""
    return (
        data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4].count(0) >= 2 and data[:64].count(0) >= len(data[:64]) // 2
    )


def _binary(data: bytes) -> bool:
    head = data[:512]
    return _wide(data) or sum(byte < 9 or 13 < byte < 27 for byte in head) > len(head) // 10


def _undecodable(data: bytes, file: str, error: UnicodeDecodeError | None) -> Finding:
    if _wide(data):
        return _wrong("the file is UTF-16 or UTF-32, not UTF-8", Origin(file, 1, 1))
    if error is None or data[:2] == b"\x1f\x8b" or _binary(data):
        return finding("yaml-encoding", "binary file", Origin(file, 1, 1), fix="remove it, or put the text there")
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    reason = "truncated or broken sequence" if data[error.start] >= 0xC0 else "stray byte"
    return _wrong(f"not UTF-8: byte 0x{data[error.start]:02x} ({reason})", Origin(file, line, column))


def _wrong(message: str, origin: Origin) -> Finding:
    return finding("yaml-encoding", message, origin, fix="save the file as UTF-8")


def place(text: str, index: int) -> tuple[int, int]:
    """The line and column, from 1, of a character."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def forbidden(text: str, file: str, most: int) -> list[Finding]:
    """A finding for each of the first `most` characters that may not stand in a values file."""
    found = []
    for match in _FORBIDDEN.finditer(text):
        character = match.group()
        found.append(
            finding("yaml-character", _name(character), Origin(file, *place(text, match.start())), fix=_fix(character))
        )
        if len(found) == most:
            break
    return found


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _name(character: str) -> str:
    shown = _escape(character)
    if re.match(f"[{BREAKS}]", character):
        return f"line separator {shown}: some readers start a new line here"
    if re.match(f"[{BIDI}]", character):
        return f"bidirectional control character {shown}: the text is shown in another order than it is read"
    if character == "\ufeff":
        return "byte order mark inside the text"
    if re.match(f"[{INVISIBLE}]", character):
        return f"invisible character {shown}"
    return "carriage return without a newline" if character == "\r" else f"control character {shown}"


def _fix(character: str) -> str:
    if ord(character) < 0xA0 and character != "\u0085":
        return "remove it"
    return f'remove it, or write it as "{_escape(character)}" in double quotes'

"""Findings about a file: cause first, then the fix, nothing in them that a terminal or a log should not see."""

from __future__ import annotations

import re

from generator.model import Finding, Fix, Origin, Path, Related

_LONGEST = 400
_SECRET = re.compile(
    r"pass(?:word|wd|phrase)?$|pwd|secret|token|api[-_]?key|private[-_]?key|credential|access[-_]?key|"
    r"connection[-_]?string|webhook[-_]?url|dsn$",
    re.IGNORECASE,
)


def secret(path: Path) -> bool:
    """Whether a value at this path must not be quoted."""
    return any(isinstance(part, str) and _SECRET.search(part) for part in path)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(text: str, longest: int = 40) -> str:
    """Text made safe to print: control and invisible characters escaped, cut to `longest` characters."""
    cut = text[: longest + 1]
    safe = "".join(map(_visible, cut[:longest]))
    return safe + "..." if len(cut) > longest else safe


def finding(
    rule: str, message: str, origin: Origin, *, fix: str = "", length: int = 1, related: tuple[Related, ...] = ()
) -> Finding:
    """An error at `origin`, its message cut to 400 characters."""
    text = message if len(message) <= _LONGEST else message[: _LONGEST - 3] + "..."
    return Finding(
        rule, "error", text, origin=origin, related=related, fix=Fix(fix) if fix else None, length=max(1, length)
    )

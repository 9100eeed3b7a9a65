"""Lines of rendered files as they may be shown: secrets hidden, control characters written out, long lines cut."""

from __future__ import annotations

import re

WIDEST = 160
HIDDEN = "***"

_SUSPECT = re.compile(
    r"pass(word|wd|phrase)?|pwd|secret|token|credential|api_?-?key|private_?-?key|auth", re.IGNORECASE
)
_KEYS = re.compile(r"(?:key|salt|seed|hmac|session|cookie)$", re.IGNORECASE)
_OPEN = re.compile(r"public|hash|digest|checksum|cache|partition", re.IGNORECASE)
_RANDOM = re.compile(r"""["']?(?![0-9a-f-]{32,128}["']?$)(?=\S*[0-9])(?=\S*[A-Za-z])[\w+/=.~-]{16,}["']?$""")
_OPTION = (
    r"--?[\w.-]{0,60}(?:pass(?:word|wd|phrase)|secret|token|credential|api-?key)"
    r"(?![\w.-]{0,60}(?:file|path|dir|name|ref|url|ttl))[\w.-]{0,60}"
)
_ASSIGNED = re.compile(rf"""^(\s*- ["']?{_OPTION}=)(?!\$).+$""", re.IGNORECASE)
_LAST = re.compile(rf"""^\s*- ["']?{_OPTION}["']?$""", re.IGNORECASE)
_FLOW = re.compile(r"(?:data|stringData): *\{.")
_ITEM = re.compile(r"""^(\s*- )(?!["']?[-$])\S.*$""")
_HARMLESS = re.compile(r"(name|ref|store|kind|path|class|mount\w{0,40})$", re.IGNORECASE)
_PAIR = re.compile(r"""^(\s*(?:- )?["']?)([A-Za-z0-9_.$/-]+)(["']?:\s+|\s*=\s*)(\S.*)$""")
_PLAIN = (
    r"AKIA[0-9A-Z]{12,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|xox[abprs]-[\w-]{10,}"
    r"|sk-[\w-]{20,}|AIza[\w-]{30,}|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
)
_LONE = re.compile(_PLAIN)
_TOKENS = re.compile(r"(?P<json>eyJ[\w-]{8,}(?P<jwt>\.[\w-]{8,}\.[\w-]*)?)|" + _PLAIN)
"""Shapes that are credentials wherever they stand: cloud keys, forge and chat tokens, JWTs, user info in a URL.

A line may be as long as a file, so each is linear: a repeat without bound either ends the pattern, or ends at a
character with which no other attempt can begin. Only the beginning of a JWT may be something else; it is taken as a
whole all the same, else each `eyJ` in it would be another attempt.
"""


def masked(text: str) -> list[str]:
    """Every line of a rendered file, fit to be printed; as many lines as `text` has."""
    lines: list[str] = []
    name, pem, data, option, secret = "", False, False, False, bool(re.search(r"^kind: Secret$", text, re.MULTILINE))
    for line in text.splitlines():
        if not line.startswith(" "):
            data = secret and line.rstrip() in ("data:", "stringData:")
        pem = pem or "-----BEGIN " in line
        pair = _PAIR.match(line)
        flow = secret and _FLOW.match(line)
        if pair and pair[2] == "name":
            name = pair[4]
        if pem or (data and line.startswith(" ") and not pair):
            lines.append(HIDDEN)
        elif pair and (data or flow or _is_secret(pair[2], name, pair[4])):
            lines.append(printable(f"{pair[1]}{pair[2]}{pair[3]}{HIDDEN}"))
        elif option and _ITEM.match(line):
            lines.append(_ITEM.sub(rf"\1{HIDDEN}", line))
        else:
            lines.append(printable(_TOKENS.sub(_hidden, _ASSIGNED.sub(rf"\1{HIDDEN}", line))))
        option = bool(_LAST.match(line))
        pem = pem and "-----END " not in line
    return lines


def printable(line: str) -> str:
    """One line without characters that act on a terminal, cut where it gets too wide."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line[: WIDEST + 1])
    return shown if len(shown) <= WIDEST else shown[: WIDEST - 1] + "…"


def _hidden(token: re.Match[str]) -> str:
    """What stands for a token; base64 of some JSON that is no JWT stays, but for another token in it."""
    return _LONE.sub(HIDDEN, token[0]) if token["json"] and not token["jwt"] else HIDDEN


def _is_secret(key: str, name: str, value: str) -> bool:
    """A key that says so, or the `value` below such a `name` (an environment variable); random text below a key's."""
    called = name if key == "value" else key
    if _KEYS.search(called) and not _OPEN.search(called) and _RANDOM.match(value):
        return True
    return bool(_SUSPECT.search(called)) and (key == "value" or not _HARMLESS.search(key))

"""The words of a PromQL text with their places: a light scan, made before anything else reads the text.

Source: https://prometheus.io/docs/prometheus/latest/querying/basics/ and prometheus promql/parser/lex.go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LENGTH = 4096
"""Characters of the longest text that is read."""

DEPTH = 64
"""How deep brackets and unary signs may nest."""

OPERATORS = 256
"""How many operators, commas and brackets may stand outside braces; reading is quadratic in them."""

_DURATION = r"(?:[0-9]+(?:ms|[smhdwy]))+"
_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<comment>\#[^\n]*)"
    r"""|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)"""
    rf"|(?P<duration>{_DURATION}(?![A-Za-z0-9_]))"
    r"|(?P<number>0[xX][0-9a-fA-F_]+|(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_]))"
    r"|(?P<name>(?:[A-Za-z_]|:(?![0-9]))[A-Za-z0-9_:]*)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<operator>==|!=|<=|>=|=~|!~|[-+*/%^<>=@,:])|(?P<other>.)",
    re.DOTALL,
)
_PLAIN = re.compile(r"""(?:[A-Za-z0-9_:. \t\r\n()\[\]{}=!<>~+\-*/%^@,]++|"[^"\\\n]*+")*+""")
_JOINT = re.compile(r"[(\[{=!<>~+\-*/%^@,:]|and|or|unless|atan2")
_FAR = re.compile(r"[0-9][0-9_.]{4}|[0-9]{3}y|[0-9]\.?[eExX]|[\[:][ \t\r\n]*0|offset[ \t\r\n+-]*[A-Za-z]")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_UNIT = re.compile(r"([0-9]+)(ms|[smhdwy])")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_536_000}
_LONGEST = (1 << 63) / 1e9


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `kind` is text, duration, number, name, open, close, operator or other; `place` counts from 0."""

    kind: str
    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text, and where: `place` counts characters from 0, None where it cannot be told.

    `limit` says that the text was not read at all, because it is longer or deeper than is read here.
    """

    message: str
    place: int | None = None
    limit: bool = False


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Every word of a text, comments and blanks left out; never more than LENGTH characters are scanned."""
    found = (Token(str(m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text[:LENGTH]))
    return tuple(token for token in found if token.kind not in ("space", "comment"))


def plain(text: str) -> bool:
    """Whether a text is not too long, of known characters, and its strings in double quotes and without escapes."""
    return len(text) <= LENGTH and _PLAIN.fullmatch(text) is not None


def harmless(text: str) -> bool:
    """Whether a plain text is surely within the limits, told without reading its words.

    Of such a text the parser underneath refuses all that a scan refuses.
    """
    if _FAR.search(text) is not None:
        return False
    return len(text) <= DEPTH or len(_JOINT.findall(text)) <= DEPTH


@lru_cache(maxsize=2048)
def scan(text: str) -> Fault | None:
    """What keeps a text from being handed to a parser: its size, an unclosed string or bracket, a strange character."""
    if len(text) > LENGTH:
        return Fault(f"the query has {len(text)} characters, at most {LENGTH} are read", limit=True)
    found = tokens(text)
    if not found:
        return Fault("the query is empty", 0)
    return _size(found) or _strange(found) or _brackets(found) or _spans(found)


def _size(found: tuple[Token, ...]) -> Fault | None:
    """The depth counts signs in a row too: each is a level of the tree."""
    depth = signs = joints = braces = 0
    for token in found:
        braces += (token.text == "{") - (token.text == "}")
        if not braces:
            joints += token.kind in ("open", "operator") or token.text in ("and", "or", "unless", "atan2")
        signs = signs + 1 if token.text in ("+", "-") else 0
        depth += (token.kind == "open") - (token.kind == "close")
        if depth + signs > DEPTH:
            return Fault(f"the query nests deeper than {DEPTH} levels", token.place, limit=True)
    if joints > OPERATORS:
        return Fault(f"the query has {joints} operators and brackets, at most {OPERATORS} are read", limit=True)
    return None


def _strange(found: tuple[Token, ...]) -> Fault | None:
    for token in found:
        if token.kind == "other" and token.text in "\"'`":
            return Fault(f"the string that begins with {token.text} is not closed", token.place)
        if token.kind == "other":
            return Fault(f"unexpected character `{token.text}`", token.place)
    return None


def _brackets(found: tuple[Token, ...]) -> Fault | None:
    opened: list[Token] = []
    for token in found:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close":
            if not opened:
                return Fault(f"{token.text} closes nothing", token.place)
            last = opened.pop()
            if last.text != _PAIRS[token.text]:
                return Fault(f"{last.text} is closed by {token.text}, not by {_CLOSING[last.text]}", token.place)
    if opened:
        return Fault(f"{opened[-1].text} is not closed", opened[-1].place)
    return None


def _spans(found: tuple[Token, ...]) -> Fault | None:
    """Ranges and offsets that Prometheus cannot hold; the parser underneath ends the process over some of them."""
    before = ""
    for token in found:
        opened = before if before in ("[", ":", "offset") else ""
        length = _length(token, opened)
        if length is not None and not length < _LONGEST:
            return Fault(f"the duration `{token.text}` is out of range", token.place)
        if length == 0 and opened in ("[", ":"):
            return Fault("a range has to be longer than 0", token.place)
        if token.text not in ("+", "-") or before != "offset":
            before = token.text if token.kind != "text" else ""
    return None


def _length(token: Token, opened: str) -> float | None:
    """Seconds of a word that is a duration, or a number in the place of one."""
    if token.kind == "duration":
        return sum(int(number) * _SECONDS[unit] for number, unit in _UNIT.findall(token.text))
    if not opened or token.kind not in ("number", "name"):
        return None
    if token.text[:2] in ("0x", "0X"):
        return float(int(token.text.replace("_", ""), 16))
    named = token.kind == "name" and token.text.lower() not in ("inf", "nan")
    return None if named else float(token.text.replace("_", ""))

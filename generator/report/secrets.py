"""Which characters of a file must not be shown: passwords, tokens, keys, the data of Secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

Span = tuple[int, int]
"""First character and the one after the last, from 0."""

VEIL = "\ue000"
"""Stands for a character that is known to belong to a secret."""

_SUSPECT = re.compile(
    r"pass(?:word|wd|phrase)|(?:^|[_.-])pass$|pwd|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key|"
    r"connection[-_]?string|webhook[-_]?url|dsn$",
    re.IGNORECASE,
)
_KEYS = re.compile(r"(?:key|salt|seed|hmac|session|cookie)$|auth(?:orization)?$", re.IGNORECASE)
_OPEN = re.compile(r"public|hash|digest|checksum|cache|partition", re.IGNORECASE)
_RANDOM = re.compile(
    r"""["']?(?![0-9a-f-]{32,128}["']?\s*$)(?=[^\s,}\]]{0,256}[0-9])(?=[^\s,}\]]{0,256}[A-Za-z])[\w+/=.~-]{16,256}["']?(?=[\s,}\]]|$)"""
)
"""A text of letters and digits in which no word ends, and which is no digest."""
_HARMLESS = re.compile(
    r"(?:name|refs?|stores?|kind|paths?|class|types?|mount\w*)$|^secretKey$|(?:pull|existing)Secrets?$", re.IGNORECASE
)
_PAIR = re.compile(r"""(?:^|[\s{,\[])(["']?)([A-Za-z0-9_.$/-]{1,253})\1\s*:(?:\s+|$)""")
_NAME = re.compile(r"[^,}\]]{0,253}")
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}\s*(?:#.*)?$")
_FLOW = re.compile(r"\s*(?:-\s+)?(?:data|stringData):\s*\{(?=[^}])")
_LIST = re.compile(r"\[[^\]{}]{1,4096}\]")
"""Items that are texts: where one secret is wanted, a list of it is a mistake that holds it all the same."""
_PLAIN = re.compile(r"(?:[0-9]{1,7}|true|false|null|~)\s*$")
_TOKENS = re.compile(
    r"AKIA[0-9A-Z]{12,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|xox[abprs]-[\w-]{10,}"
    r"|eyJ[\w-]{8,512}\.[\w-]{8,2048}\.[\w-]*|sk-[\w-]{20,}|AIza[\w-]{30,}|(?<=://)[^/\s:@]{0,128}:[^/\s@]{1,256}(?=@)"
    rf"|(?<=hooks\.slack\.com/services/)\S+|{VEIL}+"
)
_OPTION = r"""(?<![\w-])--?([\w.-]{0,60}(?:pass(?:word|wd|phrase)|secret|token|credential|api-?key)[\w.-]{0,60})"""
_FLAG = re.compile(_OPTION + r"""(?:=|["']?\s*,\s*["']?)([^\s"',\]$-][^\s"',\]]{0,512})""", re.IGNORECASE)
_PROPERTY = re.compile(r"\s*([\w.-]{1,253})\s{0,8}=\s{0,8}(?=[^\s$])")
_LAST = re.compile(r"""\s*-\s+["']?""" + _OPTION + r"""["']?\s*$""", re.IGNORECASE)
_ITEM = re.compile(r"""\s*-\s+(?!["']?[-$])(\S.*)$""")
_NO_VALUE = re.compile(
    r"(?:file|path|dir|name|ref|url|uri|ttl|type|kind|class|store)$|^(?:no|show|require|use)-", re.IGNORECASE
)
_LONGEST = 4096
"""Characters of a line looked at for one value: lines may be as long as a file, and nothing here may be quadratic."""
_DOCUMENT = re.compile(r"---(?:\s|$)")
_KIND = re.compile(r"""\s*(?:-\s+)?["']?kind["']?:\s*["']?Secret["']?\s*$""")
_HINT = re.compile(
    r"pass|pwd|secret|token|credential|key|connection[-_]?string|webhook|dsn|salt|seed|hmac|session|cookie|auth|value|name"
    rf"|private|akia|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|eyj|sk-|aiza|://|slack|{VEIL}",
    re.IGNORECASE,
)
"""A word of every pattern above, and the names that a value's meaning hangs on: a line without one is passed over."""


def secret_spans(lines: Sequence[str]) -> Mapping[int, list[Span]]:
    """The characters to hide, by line number from 0; lines without any are absent."""
    found: dict[int, list[Span]] = {}
    eye = _Eye(lines)
    for number, line in enumerate(lines):
        if eye.at_rest and not _hinted(line):
            continue
        spans = _merged(sorted(eye.look(number, line)))
        if spans:
            found[number] = spans
    return found


@lru_cache(maxsize=16_384)
def _hinted(line: str) -> bool:
    """Whether a line can hold a secret, or change what the next lines are taken for, when nothing is open above it."""
    return _HINT.search(line) is not None


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    out: list[Span] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def without_tokens(text: str) -> str:
    """A text in which `***` stands for every token."""
    return _TOKENS.sub("***", text)


class _Eye:
    """What the lines so far say of the next one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._some = any("Secret" in line and _KIND.match(line) for line in lines)
        self._secret = _documents_of_secrets(lines) if self._some else [False] * len(lines)
        self._data = -1
        self._below = -1
        self._pem = False
        self._name = ""
        self._option = False

    @property
    def at_rest(self) -> bool:
        """Whether nothing above makes the next line secret."""
        return not (self._some or self._pem or self._option) and self._below < 0

    def look(self, number: int, line: str) -> Iterator[Span]:
        """The spans of one line; call it for every line in order."""
        body = line.rstrip()
        indent = len(line) - len(line.lstrip())
        if _DOCUMENT.match(line):
            self._data = self._below = -1
        if not body:
            return
        if self._inside(indent, line):
            yield indent, len(body)
            return
        self._data = self._data_of(number, line, indent)
        flow = _FLOW.match(line) if self._data == indent else None
        if flow:
            yield flow.end(), len(body) - body.endswith("}")
            return
        for match in _PAIR.finditer(line):
            key, start = match[2], match.end()
            if key == "name":
                self._name = _NAME.match(line, start)[0].strip().strip("\"'")  # type: ignore[index]
            if self._suspect(key, indent):
                yield from self._value(line, start, indent)
            elif random := self._random(key, line, start):
                yield random
        yield from (match.span() for match in _TOKENS.finditer(line))
        yield from self._arguments(line)
        assigned = _PROPERTY.match(line)
        if assigned and self._suspect(assigned[1], indent) and not _PLAIN.match(line, assigned.end()):
            yield assigned.end(), len(body)

    def _arguments(self, line: str) -> Iterator[Span]:
        """The values of options such as --password, on the same line or in the next item of the list."""
        item = _ITEM.match(line) if self._option else None
        if item and not _PLAIN.match(item[1]):
            yield item.span(1)
        last = _LAST.match(line)
        self._option = bool(last and not _NO_VALUE.search(last[1]))
        for flag in _FLAG.finditer(line):
            if not _NO_VALUE.search(flag[1]) and not _PLAIN.match(flag[2]):
                yield flag.span(2)

    def _inside(self, indent: int, line: str) -> bool:
        """Whether the line continues a block scalar or a PEM block that must not be shown."""
        if self._below >= 0 and indent > self._below:
            return True
        self._below = -1
        if "-----BEGIN " in line and "PRIVATE" in line:
            self._pem = "-----END " not in line
            return True
        if self._pem:
            self._pem = "-----END " not in line
            return True
        return False

    def _data_of(self, number: int, line: str, indent: int) -> int:
        """The indentation of the `data:` of a Secret that the line stands in, or -1."""
        if not self._secret[number]:
            return -1
        if re.match(r"\s*(?:-\s+)?(?:data|stringData):", line):
            return indent
        return self._data if indent > self._data >= 0 else -1

    def _suspect(self, key: str, indent: int) -> bool:
        if self._data >= 0 and indent > self._data:
            return True
        if key == "value":
            return bool(_SUSPECT.search(self._name)) and not _HARMLESS.search(self._name)
        return bool(_SUSPECT.search(key)) and not _HARMLESS.search(key)

    def _random(self, key: str, line: str, start: int) -> Span | None:
        """A text without sense below a name that may be a key's."""
        name = self._name if key == "value" else key
        found = _RANDOM.match(line, start) if _KEYS.search(name) and not _OPEN.search(name) else None
        return found.span() if found else None

    def _value(self, line: str, start: int, indent: int) -> Iterator[Span]:
        text = line[start : start + _LONGEST].rstrip()
        if _BLOCK.match(text):
            self._below = indent
        elif items := _LIST.match(text):
            yield start + 1, start + items.end() - 1
        elif text and not text.startswith("#") and not _PLAIN.match(text) and not text.startswith(("{", "[")):
            in_flow = line.find("{", 0, start) >= 0 or line.find("[", 0, start) >= 0
            end = re.search(r"[,}\]]", text) if in_flow and text[0] not in "\"'" else None
            yield start, start + (end.start() if end else len(text))


def _documents_of_secrets(lines: Sequence[str]) -> list[bool]:
    """For each line, whether its document is a Secret."""
    out: list[bool] = []
    size, secret = 0, False
    for line in lines:
        if _DOCUMENT.match(line):
            out += [secret] * size
            size, secret = 0, False
        size += 1
        secret = secret or bool(_KIND.match(line))
    return out + [secret] * size

"""Kubernetes' URL library: texts are read as https://pkg.go.dev/net/url#ParseRequestURI does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, unquote_plus

from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.functions import Opaque, opaque

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"""(?:[A-Za-z0-9\-._~!$&'()*+,;=<>"%]|[^\x00-\x7f])*""")
_BRACKETED = re.compile(r"\[[0-9A-Fa-f:.%A-Za-z\-_~]*\]")
_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")
_PLAIN_PATH = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/\[\]]|%[0-9A-Fa-f]{2})*")


@dataclass(frozen=True, slots=True)
class _Url:
    scheme: str
    hostname: str
    port: str
    bracketed: bool
    path: str
    query: str

    @property
    def host(self) -> str:
        name = f"[{self.hostname}]" if self.bracketed else self.hostname
        return f"{name}:{self.port}" if self.port else name


def _read(text: Any) -> _Url:
    """Raises Refused for what is neither an absolute URI nor an absolute path."""
    if not isinstance(text, str):
        raise Unverifiable("a value is no text")
    if not text or _CONTROL.search(text):
        raise _refusal(text)
    scheme, rest = "", text
    if match := _SCHEME.match(text):
        scheme, rest = match[1].lower(), text[match.end() :]
    elif ":" in text.split("/", 1)[0]:
        raise _refusal(text)
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        if not scheme:
            raise _refusal(text)
        return _Url(scheme, "", "", False, "", query)
    hostname, port, bracketed = "", "", False
    if scheme and rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        hostname, port, bracketed = _authority(authority, text)
    if _ESCAPE.search(rest):
        raise _refusal(text)
    return _Url(scheme, hostname, port, bracketed, rest, query)


def _authority(authority: str, text: str) -> tuple[str, str, bool]:
    user, at, host = authority.rpartition("@")
    if at and (not _USER.fullmatch(user) or _ESCAPE.search(user)):
        raise _refusal(text)
    bracketed = _BRACKETED.match(host)
    if bracketed:
        name, after = bracketed[0][1:-1], host[bracketed.end() :]
        colon, port = after[:1], after[1:]
        if after and colon != ":":
            raise _refusal(text)
    else:
        name, _, port = host.partition(":")
        if not _HOST.fullmatch(name) or _ESCAPE.search(name):
            raise _refusal(text)
    if port and not (port.isascii() and port.isdigit()):
        raise _refusal(text)
    return unquote(name), port, bracketed is not None


def _refusal(text: str) -> Refused:
    return Refused(f"`{text[:60]}` is no URL")


def _is_url(text: Any) -> bool:
    try:
        _read(text)
    except Refused:
        return False
    return True


def _url(text: Any) -> Opaque:
    _read(text)
    return {"@url": text}


def _of(value: Any) -> _Url:
    return _read(opaque(value, "url"))


def _path(value: Any) -> str:
    path = _of(value).path
    if not _PLAIN_PATH.fullmatch(path):
        raise Unverifiable("the path of a URL has characters that have to be escaped")
    return path


def _query(value: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in _of(value).query.partition("#")[0].split("&"):
        name, _, text = part.partition("=")
        if part and ";" not in part and not _ESCAPE.search(part):
            found.setdefault(unquote_plus(name), []).append(unquote_plus(text))
    return found


FUNCTIONS = {
    "isURL": _is_url,
    "url": _url,
    "getScheme": lambda value: _of(value).scheme,
    "getHost": lambda value: _of(value).host,
    "getHostname": lambda value: _of(value).hostname,
    "getPort": lambda value: _of(value).port,
    "getEscapedPath": _path,
    "getQuery": _query,
}

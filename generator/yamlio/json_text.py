"""JSON files among foreign manifests: legal JSON that is not legal YAML (tabs, surrogate pairs, long keys)."""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPES = re.compile(
    r"\\(?:(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
_START = re.compile(r"\s*[\[{]")
_SPACE = re.compile(r"\s*")


def looks_like_json(text: str) -> bool:
    """Whether the first sign is a bracket or a brace; YAML in flow style looks the same."""
    return bool(_START.match(text))


def values(text: str) -> list[Any] | None:
    """The JSON values of a text, one after the other, or None where it is not JSON."""
    decoder = json.JSONDecoder(parse_constant=_refuse)
    # Go puts U+FFFD where half of a surrogate pair stands alone.
    text = _ESCAPES.sub(lambda match: "\\ufffd" if match.group(2) else match.group(), text)
    found: list[Any] = []
    index = _SPACE.match(text).end()  # type: ignore[union-attr]
    try:
        while index < len(text):
            value, index = decoder.raw_decode(text, index)
            found.append(value)
            index = _SPACE.match(text, index).end()  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        return None
    return found


def _refuse(name: str) -> Any:
    raise ValueError(name)


def as_yaml(text: str) -> str:
    """The same text, character by character in the same place, as YAML can read it; escapes lose their meaning."""

    def harmless(match: re.Match[str]) -> str:
        return "x" * len(match.group()) if match.group(1) or match.group(2) else match.group()

    return _ESCAPES.sub(harmless, text).replace("\t", " ")

"""What findings call a secret is hidden in the lines around it, whichever finding shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from generator.model import Report
from generator.report.frame import Lines, token_length
from generator.report.run import place_of
from generator.report.secrets import VEIL

TELLING = frozenset({"sec-secret-plaintext", "am-plaintext-secret"})
"""Rules whose findings stand at a secret."""

_KEY = re.compile(r"""(["']?)[\w./-]{1,253}\1\s*:(?:\s|$)""")


def veiled(report: Report, lines: Lines) -> Lines:
    """Lines in which every character of those secrets is VEIL, so that each keeps its column."""
    places: dict[str, set[tuple[int, int]]] = {}
    for finding in report.findings:
        origin = place_of(finding)
        if finding.rule in TELLING and origin.line:
            places.setdefault(origin.file, set()).add((origin.line - 1, max(origin.column, 1) - 1))
    if not places:
        return lines

    @lru_cache(maxsize=64)
    def hidden(file: str) -> list[str] | None:
        text = lines(file)
        return _veil(text, sorted(places[file])) if text is not None and file in places else text

    return hidden


def _veil(lines: Sequence[str], places: Sequence[tuple[int, int]]) -> list[str]:
    out = list(lines)
    for number, start in places:
        line = out[number] if number < len(out) else ""
        end = start + token_length(line, start)
        # What stands at a key is about the key.
        if start >= len(line) or _KEY.match(line, start):
            continue
        if line[start] in "|>":
            _veil_block(out, number)
        else:
            out[number] = line[:start] + VEIL * (end - start) + line[end:]
    return out


def _veil_block(lines: list[str], number: int) -> None:
    """Hide the lines of the block scalar that begins on a line."""
    indent = _indent(lines[number])
    for below in range(number + 1, len(lines)):
        text = lines[below]
        if text.strip():
            if _indent(text) <= indent:
                return
            lines[below] = text[: _indent(text)] + VEIL * len(text.strip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

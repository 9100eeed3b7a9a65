"""What findings call a secret is hidden in the lines around it, whichever finding shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from generator.model import Finding, Report
from generator.report.frame import HIDDEN, Lines, hidden_spans, token_length
from generator.report.run import place_of
from generator.report.secrets import VEIL, without_tokens

TELLING = frozenset({"sec-secret-plaintext", "am-plaintext-secret"})
"""Rules whose findings stand at a secret."""

_SHORTEST = 4
"""Characters a secret has at least to be looked for in words: less is found everywhere."""

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


def scrubbed(finding: Finding, lines: Lines, shown: Lines) -> Finding:
    """The finding without what the frame of its place hides, should its words repeat it.

    `lines` are those of the files, `shown` the veiled ones, the same where nothing is veiled.
    """
    origin = place_of(finding)
    text, seen = (lines(origin.file), shown(origin.file)) if origin.line else (None, None)
    spans = hidden_spans(tuple(seen)).get(origin.line - 1, []) if seen is not None and text is not None else []
    secrets = [text[origin.line - 1][start:end].strip("\"' ") for start, end in spans] if text is not None else []
    words = "|".join(re.escape(each) for each in sorted(secrets, key=len, reverse=True) if len(each) >= _SHORTEST)
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    def clean(said: str) -> str:
        return without_tokens(pattern.sub(HIDDEN, said) if pattern else said)

    return _reworded(finding, clean)


def _reworded(finding: Finding, clean: Callable[[str], str]) -> Finding:
    fix = replace(finding.fix, text=clean(finding.fix.text)) if finding.fix else None
    related = tuple(replace(each, message=clean(each.message)) for each in finding.related)
    return replace(finding, message=clean(finding.message), note=clean(finding.note), fix=fix, related=related)


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

"""Character classes and escapes of RE2: as ranges of code points.

Source: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

Ranges = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
_DIGIT: Ranges = ((48, 57),)
_SPACE: Ranges = ((9, 10), (12, 13), (32, 32))
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_PERL = {"d": _DIGIT, "s": _SPACE, "w": _WORD}
_POSIX: dict[str, Ranges] = {
    "alnum": ((48, 57), (65, 90), (97, 122)),
    "alpha": ((65, 90), (97, 122)),
    "ascii": ((0, 127),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": _DIGIT,
    "graph": ((33, 126),),
    "lower": ((97, 122),),
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": ((65, 90),),
    "word": _WORD,
    "xdigit": ((48, 57), (65, 70), (97, 102)),
}
_CONTROL = {"a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11}
_CATEGORY = re.compile(r"C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|Any")
_SCRIPTS = (
    "Arabic",
    "Armenian",
    "Bengali",
    "Cyrillic",
    "Devanagari",
    "Georgian",
    "Greek",
    "Han",
    "Hangul",
    "Hebrew",
) + ("Hiragana", "Katakana", "Latin", "Thai")


def inverted(ranges: Ranges) -> Ranges:
    """Every code point outside the ranges."""
    found, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    return (*found, (start, LAST)) if start <= LAST else tuple(found)


def escape(text: str, place: int) -> tuple[Ranges, int]:
    """The characters an escape at `place` stands for, and where it ends. Raises ValueError when RE2 has no such."""
    letter = text[place + 1 : place + 2]
    if not letter:
        raise ValueError("a backslash at the end")
    if letter.lower() in _PERL and letter.isascii():
        ranges = _PERL[letter.lower()]
        return (ranges if letter.islower() else inverted(ranges)), place + 2
    if letter in "pP":
        return _property(text, place)
    if letter in _CONTROL:
        return _one(_CONTROL[letter]), place + 2
    if letter == "x":
        return _hexadecimal(text, place)
    if letter == "0" or (letter in "1234567" and text[place + 2 : place + 3] in tuple("01234567")):
        end = place + 2
        while end < place + 4 and text[end : end + 1] in tuple("01234567"):
            end += 1
        return _one(int(text[place + 1 : end], 8)), end
    if letter.isascii() and not letter.isalnum() and letter != "_":
        return _one(ord(letter)), place + 2
    if letter.isdigit():
        raise ValueError(f"`\\{letter}` refers back, which RE2 cannot")
    raise ValueError(f"`\\{letter}` is no escape that RE2 knows")


def _one(code: int) -> Ranges:
    return ((code, code),)


def _hexadecimal(text: str, place: int) -> tuple[Ranges, int]:
    if text[place + 2 : place + 3] == "{":
        end = text.find("}", place)
        digits, after = text[place + 3 : max(end, 0)], end + 1
    else:
        digits, after = text[place + 2 : place + 4], place + 4
        if len(digits) != 2:
            digits = ""
    if not digits or any(digit not in "0123456789abcdefABCDEF" for digit in digits) or int(digits, 16) > LAST:
        raise ValueError("`\\x` needs two hexadecimal digits, or any number in braces")
    return _one(int(digits, 16)), after


def _property(text: str, place: int) -> tuple[Ranges, int]:
    name, after = text[place + 2 : place + 3], place + 3
    if name == "{":
        end = text.find("}", place)
        name, after = text[place + 3 : max(end, 0)], end + 1
    negated = (text[place + 1] == "P") != name.startswith("^")
    name = name.removeprefix("^")
    if name in _SCRIPTS:
        ranges = _script(name.upper())
    elif _CATEGORY.fullmatch(name):
        ranges = ((0, LAST),) if name == "Any" else _category(name)
    else:
        raise ValueError(f"`{text[place:after]}` is no class of characters")
    return (inverted(ranges) if negated else ranges), after


@lru_cache(maxsize=32)
def _category(name: str) -> Ranges:
    return _ranges([code for code in range(0x3000) if unicodedata.category(chr(code)).startswith(name)])


@lru_cache(maxsize=32)
def _script(name: str) -> Ranges:
    words = {"HAN": "CJK"}.get(name, name)
    return _ranges([code for code in range(0xD800) if unicodedata.name(chr(code), "").startswith(words)])


def _ranges(codes: list[int]) -> Ranges:
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return tuple(found)


def bracket(text: str, place: int) -> tuple[Ranges, bool, int]:
    """A set in square brackets at `place`: ranges, whether negated, where it ends. Raises ValueError."""
    start = place
    place += 1
    negated = text[place : place + 1] == "^"
    place += negated
    found: list[tuple[int, int]] = []
    first = True
    while text[place : place + 1] != "]" or first:
        if place >= len(text):
            raise ValueError("`[` is not closed")
        if text.startswith("[:", place) and (end := text.find(":]", place)) > 0:
            found += _posix(text[place + 2 : end])
            place = end + 2
        else:
            ranges, place = _member(text, place)
            found += ranges
        first = False
    if not found:
        raise ValueError(f"`{text[start : place + 1]}` is empty")
    return tuple(found), negated, place + 1


def _posix(name: str) -> Ranges:
    known = _POSIX.get(name.removeprefix("^"))
    if known is None:
        raise ValueError(f"`[:{name}:]` is no class of characters")
    return inverted(known) if name.startswith("^") else known


def _member(text: str, place: int) -> tuple[Ranges, int]:
    """One character, one escape or one range inside brackets."""
    ranges, after = escape(text, place) if text[place] == "\\" else (_one(ord(text[place])), place + 1)
    single = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
    if not single or text[after : after + 1] != "-" or text[after + 1 : after + 2] in ("]", ""):
        return ranges, after
    upper = text[after + 1]
    high, end = escape(text, after + 1) if upper == "\\" else (_one(ord(upper)), after + 2)
    if len(high) != 1 or high[0][0] != high[0][1] or high[0][0] < ranges[0][0]:
        raise ValueError(f"`{text[place:end]}` is no range")
    return ((ranges[0][0], high[0][0]),), end

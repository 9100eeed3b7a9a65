"""Strings that some YAML reader has taken for something else, and many that look like them; always the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

SEED = 20
WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf", "undefined", "t", "f")
TRAPS = (
    "", "~", "=", "<<", "-", "?", ":", "#", "!", "&", "*", "|", ">", "%", "@", "`", "'", '"', ",", "[", "]", "{", "}",
    "---", "...", "--- a", "... a", "- a", "? a", ": a", "# a", "a: b", "a:", ":a", "a #b", "a#b", "{{ x }}", "[a]",
    "!!str a", "!a", "&a", "*a", "<<: *a", "%YAML 1.1", "|-", ">+2", "0", "-0", "+0", "00", "012", "0o17", "0x1F",
    "0b101", "0b_", "0x_", "1_000", "+1", "++21", "+-3", "-1", "--1", "1.", ".5", "1.10", "3.10", "1.0", "1e3", "1E3",
    "1e+3", "1.0e3", "e1", "E-1", "e+5", ".e1", "12e03", "6063e25", "1234e10", "0e0", "1e", ".inf", "-.inf", "+.INF",
    ".nan", ".NaN", ".", "..", "._", "1:30", "22:22", "1:30.5", "190:20:30", "1:2:3.4", "2024-01-01", "2024-13-45",
    "2024-1-1", "2024-01-01T00:00:00Z", "2024-01-01 10:00:00", "2001-12-14t21:59:43.10-05:00", "10.0.0.1",
    "10.0.0.0/8", "1.2.3", "1.2.3.4.5", "100m", "1Gi", "1k", "1E", "5m", "5m30s", "50%", "1,000", "9007199254740993",
    "99999999999999999999", "1" * 300, "0755", "00501", "0891", "http://a/b?c=d#e", "a@b", "C:\\x", "\\", "\\n", "a\\",
    "\ufeff", "\ufeffa", "a\u2028b", "a\u2029b", "a\u0085b", "\u00a0a", "a\u00a0", "\u3000", "a\u200bb", "\u202ea",
    "\x00", "a\x00b", "\x07", "\x1b[31m", "\x7f", "\x80", "\x9f", "\t", "\ta", "a\t", "a\tb", " ", " a", "a ", "a  b",
    "a\U000e0041b", "\u00ad",
    "\ufffe", "\uffff", "\U0001f600", "\U0001f468\u200d\U0001f4bb", "caf\u00e9", "cafe\u0301", "\u6ce8\u610f\uff1a",
)  # fmt: skip
_LINES = (
    "a",
    "",
    " ",
    " b",
    "b ",
    "\tc",
    "c\t",
    "# d",
    "- e",
    "f: g",
    "---",
    "...",
    "%h",
    "{{ i }}",
    "\u00e9",
    "|",
    "'",
)
_SIGNS = "ab01.-+_:# '\"\n\t!&*?|>%@`{}[],=~<eExo/\\"


@lru_cache(maxsize=1)
def awkward_strings() -> tuple[str, ...]:
    """More than 100,000 different strings, in a fixed order."""
    return tuple(dict.fromkeys((*_written_out(), *_random(random.Random(SEED)))))


def _written_out() -> Iterator[str]:
    for word in WORDS:
        for cases in product(*((letter.lower(), letter.upper()) for letter in word[:5])):
            yield "".join(cases) + word[5:]
    yield from TRAPS
    yield from (
        start + trap + end
        for trap in TRAPS
        for start in ("", "-", "a", "1", " ", "\n", "- ", "a: ")
        for end in ("", "\n", " ", "a", "1", ":")
    )
    yield from ("\n".join(lines) + end for lines in product(_LINES, repeat=3) for end in ("", "\n", "\n\n"))
    yield from (
        f"a{first}b{second}c"
        for first, second in product(("\n", "\r\n", "\r", "\n\n", "\n\n\n", " \n", "\n "), repeat=2)
    )


def _random(draw: random.Random) -> Iterator[str]:
    digits = "0123456789"
    for _ in range(30_000):
        yield f"{draw.getrandbits(28):07x}"
    for _ in range(6_000):
        yield (
            "".join(draw.choices(digits, k=draw.randint(1, 4)))
            + draw.choice("eE")
            + "".join(draw.choices(digits, k=draw.randint(1, 3)))
        )
    for _ in range(20_000):
        yield "".join(draw.choices("0123456789.eE+-_:xobTZ", k=draw.randint(1, 9)))
    for _ in range(45_000):
        yield "".join(draw.choices(_SIGNS, k=draw.randint(1, 9)))
    for _ in range(8_000):
        yield "".join(
            chr(draw.choice((draw.randrange(0x3000), draw.randrange(0xE000, 0x11000), draw.randrange(0x300))))
            for _ in range(draw.randint(1, 4))
        )

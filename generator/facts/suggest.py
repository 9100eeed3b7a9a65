"""The name that was probably meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_NUMBERS = re.compile(r"[0-9]+")
_WORD = re.compile(r"[-_./:]+")


def near(name: str, names: Iterable[str]) -> str:
    """The known name that differs only in case or separators, or else the closest one; "" when none is close."""
    known = sorted({other for other in names if other and other != name})
    alike = same_but_for_spelling(name, known)
    if alike:
        return alike
    close = difflib.get_close_matches(name, known, 1, 0.8)
    return close[0] if close else next((other for other in known if _swapped(name, other)), "")


def same_but_for_spelling(name: str, names: Iterable[str]) -> str:
    """The known name that differs from this one only in case, hyphens, underscores and dots; "" when there is none."""
    plain = _plain(name)
    return next((other for other in sorted(set(names)) if other != name and _plain(other) == plain), "")


def _swapped(one: str, other: str) -> bool:
    """Whether two names are the same but for two neighbouring characters in the other order."""
    if len(one) != len(other) or len(one) < 3:
        return False
    apart = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and one[apart[1]] == other[apart[0]]
    )


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """`, did you mean "x"?` or "": ready to end a message."""
    other = near(name, names)
    return f", did you mean `{other}`?" if other else ""


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")


def mistyped(name: str, names: Iterable[str]) -> str:
    """The known name that one or two slips turn into this one; "" when there is none.

    Names that differ in their numbers only are siblings (`api-1`, `api-2`), and no slips are sought in short ones.
    """
    most = 2 if len(name) > 5 else 1
    known = sorted({other for other in names if other and other != name and abs(len(other) - len(name)) <= most})
    alike = same_but_for_spelling(name, known)
    if alike or len(name) < 3:
        return alike
    letters, bare = set(name), _NUMBERS.sub("", name)
    near_by = (other for other in known if len(letters ^ set(other)) <= 2 * most and _NUMBERS.sub("", other) != bare)
    found = min(((slips, other) for other in near_by if (slips := _slips(name, other, most)) <= most), default=None)
    return found[1] if found else ""


def _slips(one: str, other: str, most: int) -> int:
    """How many characters are wrong, missing, too many or swapped with their neighbour, up to one more than `most`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        older, before, row = before, row, [n]
        for m, wanted in enumerate(other, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (letter != wanted))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == wanted:
                cost = min(cost, older[m - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def slip(name: str, names: Iterable[str]) -> str:
    """As `mistyped`, for names that come in families: another short word, or another first letter, is a sibling.

    `prod-eu` is not meant where `prod-us` is known, `payments` is where `paymnts` is asked for.
    """
    return mistyped(name, (other for other in names if not _siblings(name, other)))


def _siblings(one: str, other: str) -> bool:
    words, others = _WORD.split(one), _WORD.split(other)
    if len(words) != len(others):
        return False
    apart = [(a, b) for a, b in zip(words, others, strict=True) if a.lower() != b.lower()]
    return any(min(len(a), len(b)) <= 2 or a[0] != b[0] for a, b in apart)

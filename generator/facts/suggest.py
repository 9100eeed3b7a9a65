"""The name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


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

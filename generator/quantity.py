"""Kubernetes quantities in the form the API server stores, so that Argo CD sees no difference that is none.

Source: https://github.com/kubernetes/apimachinery, pkg/api/resource/quantity.go (ParseQuantity, CanonicalizeBytes).
"""

from __future__ import annotations

import re
from decimal import ROUND_UP, Context, Decimal
from functools import lru_cache

_BINARY = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_DECIMAL = {-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"}
_POWERS = {suffix: power for power, suffix in _DECIMAL.items()}
_GRAMMAR = re.compile(
    r"([+-]?)([0-9]+\.?[0-9]*|\.[0-9]+)(?:(Ki|Mi|Gi|Ti|Pi|Ei)|([numkMGTPE])|[eE]([+-]?[0-9]{1,3}))?\Z"
)
_LONGEST = 64
# Wide enough for 64 digits and any exponent of the grammar: nothing is ever rounded by accident.
_EXACT = Context(prec=2_500)
_FINEST = Decimal("1e-9")
_MOST_BINARY = Decimal((1 << 63) - 1)


def parse(text: str) -> Decimal:
    """The exact value of a quantity. Raises ValueError when it is none."""
    return _parts(text)[0]


def _parts(text: str) -> tuple[Decimal, str]:
    """Value and format: binary, decimal or exponent."""
    found = _GRAMMAR.match(text) if len(text) <= _LONGEST else None
    if found is None:
        raise ValueError(f"{text[:_LONGEST]!r} is not a quantity such as 500m, 2, 512Mi or 1Gi")
    sign, number, binary, decimal, exponent = found.groups()
    value = Decimal(sign + number)
    if binary:
        return _EXACT.multiply(value, Decimal(1024 ** _BINARY.index(binary))), "binary"
    if exponent is not None:
        return value.scaleb(int(exponent), _EXACT), "exponent"
    return value.scaleb(_POWERS[decimal or ""], _EXACT), "decimal"


@lru_cache(maxsize=4096)
def canonical_quantity(text: str | int) -> str:
    """The quantity as the API server writes it: no fraction, the largest suffix that needs none.

    `1000m` becomes `1`, `1024Mi` becomes `1Gi`, `1.5Gi` becomes `1536Mi`. Raises ValueError when it is no quantity.
    """
    value, form = _parts(str(text))
    # The API server keeps nothing finer than a billionth and rounds away from zero.
    value = value.quantize(_FINEST, rounding=ROUND_UP, context=_EXACT)
    if value == 0:
        return "0"
    if form == "binary" and abs(value) > _MOST_BINARY:
        value = _MOST_BINARY.copy_sign(value)
    if form == "binary" and abs(value) >= 1024 and value == value.to_integral_value():
        return _binary(int(value))
    return _decimal(value, form)


def _binary(value: int) -> str:
    power = 0
    while value % 1024 == 0 and power < len(_BINARY) - 1:
        value //= 1024
        power += 1
    return f"{value}{_BINARY[power]}"


def _decimal(value: Decimal, form: str) -> str:
    exponent = int(value.normalize(_EXACT).as_tuple().exponent)
    power = exponent - exponent % 3
    if form != "exponent":
        power = min(max(power, -9), 18)
    number = int(value.scaleb(-power, _EXACT))
    if form == "exponent":
        return f"{number}e{power}" if power else str(number)
    return f"{number}{_DECIMAL[power]}"

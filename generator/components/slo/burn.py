"""Multi-window, multi-burn-rate arithmetic.

https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

RECORDED = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
"""The windows whose ratio is recorded, beside that of the SLO's own window."""

_HOURS = {"1h": 1, "6h": 6, "1d": 24, "3d": 72}


@dataclass(frozen=True)
class Pair:
    """A long window that shows the burn matters, and a short one that shows it still goes on.

    `spent` is the part of the whole budget that is gone when the long window alerts; `hold` a Prometheus duration.
    """

    long: str
    short: str
    spent: Decimal
    pages: bool
    hold: str

    def factor(self, days: int) -> Decimal:
        """How many times faster than allowed the budget burns: 14.4, 6, 3 and 1 for an SLO over 30 days."""
        return self.spent * days * 24 / _HOURS[self.long]


PAIRS = (
    Pair("1h", "5m", Decimal("0.02"), True, "2m"),
    Pair("6h", "30m", Decimal("0.05"), True, "5m"),
    Pair("1d", "2h", Decimal("0.1"), False, "15m"),
    Pair("3d", "6h", Decimal("0.1"), False, "30m"),
)


def days(window: str) -> int:
    """The SLO's window in days: 30d is 30, 4w is 28."""
    return int(window[:-1]) * (7 if window.endswith("w") else 1)


def useful(pair: Pair, budget: Decimal, window_days: int) -> bool:
    """Whether the pair can alert at all: with a large budget even total failure burns too slowly for the fast ones."""
    return pair.factor(window_days) * budget < 1

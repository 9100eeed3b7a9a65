"""Rules that the engine itself tells: reading, schemas, values, drift, suppressions. They have no file of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from generator.rules.engine_reading import JUDGED, UNREADABLE
from generator.rules.engine_rule import Builtin
from generator.rules.engine_values import VALUES


@lru_cache(maxsize=1)
def builtins() -> Mapping[str, Builtin]:
    """Every rule of the engine, sorted by id."""
    made = [Builtin(*row) for row in JUDGED] + [Builtin(*row, False) for row in (*UNREADABLE, *VALUES)]
    return {rule.id: rule for rule in sorted(made, key=lambda rule: rule.id)}


def builtin(id: str) -> Builtin | None:
    """The rule of that name, None when the engine has none."""
    return builtins().get(id)


def families() -> frozenset[str]:
    """The families of the engine's rules."""
    return frozenset(rule.family for rule in builtins().values())


def waivable(id: str) -> bool:
    """Whether a finding of the rule may be suppressed or put in a baseline."""
    known = builtin(id)
    return known is None or (known.waivable and known.family not in ("suppression", "baseline"))

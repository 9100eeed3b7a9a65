"""Which rules there are. The index beside this file is generated: judging ten objects never imports them all."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.rules.documentation import Documentation, parse
from generator.rules.problem import Problem

FOLDER = Path(__file__).parent
INDEX = FOLDER / "index.json"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the index knows it. `kinds` are `Kind.group` or `*`; a fleet rule sees a whole cluster at once.

    `needs` are keys: an object that has none of them, however deep, cannot have the fault; empty where any object can.
    `instead` says that it knows more of its fault than the schema that refuses it as well, `objects` that it is about
    what an operator or the API server does with an object, and not about a file that is read as one.
    """

    id: str
    family: str
    severity: str
    kinds: tuple[str, ...]
    fleet: bool
    default: bool
    title: str
    needs: tuple[str, ...] = ()
    instead: bool = False
    objects: bool = False

    @property
    def module(self) -> str:
        return f"generator.rules.{self.family}.{self.id.replace('-', '_')}"


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule, sorted by family and id, from the index."""
    rows = json.loads(INDEX.read_text("utf8"))
    return tuple(Rule(**{**row, "kinds": tuple(row["kinds"]), "needs": tuple(row["needs"])}) for row in rows)


@lru_cache(maxsize=1)
def by_id() -> Mapping[str, Rule]:
    return {rule.id: rule for rule in rules()}


def check_of(rule: Rule) -> Callable[..., Iterable[Problem]]:
    """The rule's check; imports its module."""
    check: Callable[..., Iterable[Problem]] = importlib.import_module(rule.module).check
    return check


def documentation(rule: Rule) -> Documentation:
    """The rule's docstring, taken apart; imports its module."""
    return parse(importlib.import_module(rule.module).__doc__ or "")


def scan() -> list[Rule]:
    """Every rule, read from the modules themselves."""
    found = []
    for path in sorted(FOLDER.glob("*/*.py")):
        if path.stem.startswith("_"):
            continue
        family = path.parent.name
        module: Any = importlib.import_module(f"generator.rules.{family}.{path.stem}")
        fleet = bool(getattr(module, "FLEET", False))
        kinds = tuple(getattr(module, "KINDS", ("*",) if fleet else ()))
        title = parse(module.__doc__ or "").title
        default = bool(getattr(module, "DEFAULT", True))
        needs = tuple(getattr(module, "NEEDS", ()))
        instead, objects = (bool(getattr(module, mark, False)) for mark in ("INSTEAD", "OBJECTS"))
        name = path.stem.replace("_", "-")
        found.append(Rule(name, family, module.SEVERITY, kinds, fleet, default, title, needs, instead, objects))
    return sorted(found, key=lambda rule: (rule.family, rule.id))


def index_text() -> str:
    """What the index should say: JSON, one rule a line."""
    lines = ",\n".join(json.dumps(asdict(rule), sort_keys=True) for rule in scan())
    return f"[\n{lines}\n]\n"

"""oneOf and anyOf in words: keys that exclude one another, several types, several forms of a mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from generator.schema_store import words
from generator.schema_store.constraints import wrong_type
from generator.schema_store.context import Context
from generator.schema_store.faults import Fault
from generator.schema_store.problem import MISSING_REQUIRED, SCHEMA_CONSTRAINT, Problem
from generator.schema_store.trail import Node

Explain = Callable[[Iterable[Fault]], list[Problem]]


def problems(context: Context, fault: Fault, explain: Explain) -> list[Problem]:
    """What is wrong with data that fits none, or too many, of the branches."""
    nodes = [context.deref(branch) for branch in fault.value]
    sets = _key_sets(nodes)
    if sets and isinstance(fault.data, dict):
        return [_exclusive(fault, sets)]
    if sum(not refused for refused in fault.branches) > 1:
        forms = _forms(context, [node for node, refused in zip(nodes, fault.branches, strict=False) if not refused])
        message = f"{words.place(fault.path)} fits more than one form: {forms}"
        return [Problem(fault.path, SCHEMA_CONSTRAINT, message, "keep the keys of one form only")]
    candidates = [_Candidate(context, fault, node, faults) for node, faults in zip(nodes, fault.branches, strict=False)]
    right_type = [candidate for candidate in candidates if not candidate.wrong_type]
    if not right_type:
        types = [name for node in nodes for name in _types(node)]
        return [wrong_type(context, fault, types)] if types else [_no_form(context, fault, nodes)]
    return _best(context, fault, right_type, explain)


def _best(context: Context, fault: Fault, candidates: list[_Candidate], explain: Explain) -> list[Problem]:
    """The problems of the branch that was meant, or the list of forms when that cannot be told."""
    by_discriminator = [candidate for candidate in candidates if not candidate.wrong_choices]
    if not by_discriminator and len(candidates) > 1:
        problem = _unknown_choice(context, fault, candidates)
        if problem:
            return [problem]
    ranked = sorted(by_discriminator or candidates, key=lambda candidate: candidate.rank)
    if len(ranked) == 1 or ranked[0].rank < ranked[1].rank:
        return explain(ranked[0].faults)
    return [_no_form(context, fault, [candidate.node for candidate in ranked])]


@dataclass(frozen=True)
class _Candidate:
    """One branch, and how far the data is from it."""

    context: Context
    fault: Fault
    node: Node
    faults: tuple[Fault, ...]

    @property
    def wrong_type(self) -> bool:
        return any(inner.keyword == "type" and inner.path == self.fault.path for inner in self.faults)

    @property
    def wrong_choices(self) -> list[Fault]:
        """The faults of keys that tell the branches apart: a fixed value just below the data."""
        below = len(self.fault.path) + 1
        return [
            inner
            for inner in self.faults
            if len(inner.path) == below
            and (inner.keyword == "const" or (inner.keyword == "enum" and len(inner.value) == 1))
        ]

    @property
    def rank(self) -> tuple[int, int, int]:
        """Less is nearer: unknown and missing keys, then keys in common, then faults."""
        data = self.fault.data
        off = sum(len(inner.names) for inner in self.faults if inner.path == self.fault.path)
        common = sum(name in data for name in self.node.get("properties", {})) if isinstance(data, dict) else 0
        return off, -common, len(self.faults)


def _fixed(fault: Fault) -> bool:
    return fault.keyword == "const" or (fault.keyword == "enum" and len(fault.value) == 1)


def _unknown_choice(context: Context, fault: Fault, candidates: list[_Candidate]) -> Problem | None:
    """No branch has the value of the key that tells them apart: list the values."""
    paths = [{inner.path for inner in candidate.wrong_choices} for candidate in candidates]
    shared = set.intersection(*paths)
    if not shared:
        return None
    path = min(shared, key=str)
    found = [inner for candidate in candidates for inner in candidate.wrong_choices if inner.path == path]
    options = [inner.value if inner.keyword == "const" else inner.value[0] for inner in found]
    texts = list(dict.fromkeys(str(option) for option in options))
    value = found[0].data
    suggestion = words.nearest(str(value), texts) if isinstance(value, str) else ""
    hint = f"; did you mean `{suggestion}`?" if suggestion else ""
    message = f"{words.place(path)} is {context.show(value)}, but must be {words.listed(texts, 'or')}{hint}"
    fix = f"write `{suggestion}`" if suggestion else "write one of them"
    return Problem(path, SCHEMA_CONSTRAINT, message, fix, suggestion)


def _key_sets(nodes: list[Node]) -> list[tuple[str, ...]]:
    """The keys each branch asks for when the branches do nothing else; a branch that forbids them all gives ()."""
    sets: list[tuple[str, ...]] = []
    for node in nodes:
        keys = node.keys() - {"type", "description"}
        if keys == {"required"}:
            sets.append(tuple(node["required"]))
        elif keys == {"not"} and isinstance(node["not"], dict):
            refused = node["not"].get("anyOf", [node["not"]])
            if not all(isinstance(branch, dict) and branch.keys() <= {"required"} for branch in refused):
                return []
            sets.append(())
        else:
            return []
    return sets


def _exclusive(fault: Fault, sets: list[tuple[str, ...]]) -> Problem:
    """Too many, or none, of the keys that stand for one another."""
    asked = [names for names in sets if names]
    present = [names for names in asked if all(name in fault.data for name in names)]
    names = [" with ".join(group) for group in asked]
    where = f" in {words.place(fault.path)}" if fault.path else ""
    if len(present) > 1 and fault.keyword == "oneOf":
        given = [" with ".join(group) for group in present]
        message = f"set only one of {words.listed(names)}{where}; {words.listed(given)} are set"
        return Problem(fault.path, SCHEMA_CONSTRAINT, message, f"remove {words.listed(given, 'or')}")
    number = "exactly one" if fault.keyword == "oneOf" else "at least one"
    message = f"{words.place(fault.path)} needs {number} of {words.listed(names, 'or')}"
    return Problem(fault.path, MISSING_REQUIRED, message, f"add {words.listed(names, 'or')}")


def _no_form(context: Context, fault: Fault, nodes: list[Node]) -> Problem:
    message = f"{words.place(fault.path)} fits none of its forms: {_forms(context, nodes)}"
    return Problem(fault.path, SCHEMA_CONSTRAINT, message, "write it in one of these forms")


def _forms(context: Context, nodes: list[Node]) -> str:
    said = list(dict.fromkeys(_form(node) for node in nodes))
    return "; or ".join(said[:6]) + (f"; or {len(said) - 6} more" if len(said) > 6 else "")


def _form(node: Node) -> str:
    """One branch in a few words."""
    for key in ("title", "description"):
        if isinstance(node.get(key), str):
            return words.clip(node[key].strip().rstrip("."), 100)
    if "const" in node:
        return words.show(node["const"])
    if "enum" in node:
        return words.listed([str(value) for value in node["enum"]], "or")
    required = list(node.get("required", ()))
    named = required + [name for name in sorted(node.get("properties", {})) if name not in required]
    if named:
        return f"a mapping with {words.listed(named, limit=6)}"
    return words.type_names(_types(node)) if _types(node) else "another form"


def _types(node: Any) -> list[str]:
    if "const" in node:
        return [words.json_type(node["const"])]
    if "enum" in node and "type" not in node:
        return [words.json_type(value) for value in node["enum"]]
    types = node.get("type", [])
    return [types] if isinstance(types, str) else list(types)

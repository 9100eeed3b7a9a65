"""The catalogue as people read it: one list of all rules, one page for one rule, and rules/README.md."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from generator.rules.builtin import builtin, builtins, waivable
from generator.rules.catalogue import Rule, by_id, documentation, rules
from generator.rules.documentation import Documentation
from generator.rules.engine_rule import Builtin
from generator.rules.engine_values import OFF
from generator.rules.group import Group, group, groups

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the catalogue; `default` says whether the rule is on.

    `told_as` are the finer rules whose findings the name is about; findings name those.
    """

    id: str
    severity: str
    family: str
    default: bool
    title: str
    told_as: tuple[str, ...] = ()


def entries() -> list[Entry]:
    """Every rule, those of the engine among them, sorted by family and id."""
    made = [Entry(rule.id, rule.severity, rule.family, rule.default, rule.title) for rule in rules()]
    made += [Entry(rule.id, rule.severity, rule.family, rule.id not in OFF, rule.title) for rule in builtins().values()]
    made += [Entry(each.id, each.severity, each.family, True, each.title, each.told_as) for each in groups().values()]
    return sorted(made, key=lambda entry: (entry.family, entry.id))


def nearest(name: str) -> list[str]:
    """The rule ids that look like a name, the likeliest first."""
    known = [entry.id for entry in entries()]
    return get_close_matches(name, known, 3) or [id for id in known if name in id][:3]


def rule_page(name: str) -> str | None:
    """What `argosy explain` prints of a rule or a group; None when there is no such name."""
    rule = by_id().get(name)
    if rule is not None:
        return "\n".join(_page(rule, documentation(rule)))
    known = builtin(name)
    if known is not None:
        return "\n".join(_builtin_page(known))
    several = group(name)
    return "\n".join(_group_page(several)) if several is not None else None


def _page(rule: Rule, said: Documentation) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    off = "" if rule.default else f", off unless selected (--select {rule.id})"
    yield f"{rule.severity}, family {rule.family}, {_judged(rule)}{off}"
    for head, text in (("Why", said.why), ("Source", said.source)):
        if text:
            yield from ("", head, *_wrapped(text))
    if said.settings:
        yield from ("", "The examples assume, in values/fleet.yaml or argosy.yaml:", *_indented(said.settings))
    for word, examples in (("Bad", said.bad), ("Good", said.good)):
        for example in examples:
            yield from ("", f"{word} ({example.title})" if example.title else word, *_indented(example.text))
    yield from _suppressing(rule.id)


def _builtin_page(rule: Builtin) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    off = f", off unless selected (--select {rule.id})" if rule.id in OFF else ""
    yield f"{rule.severity}, family {rule.family}, told by argosy itself{off}"
    yield from ("", "Why", *_wrapped(rule.why))
    if waivable(rule.id):
        yield from _suppressing(rule.id)
    else:
        yield from ("", "It cannot be suppressed and is in no baseline: mend the cause.", "")


def _group_page(several: Group) -> Iterator[str]:
    yield f"{several.id}: {several.title}"
    yield f"{several.severity}, family {several.family}, told under finer names"
    yield from ("", "Why", *_wrapped(several.why))
    about = " or ".join(kind.partition(".")[0] for kind in several.kinds)
    limits = [f"about {about}" if about else "", f"at {', '.join(several.fields)}" if several.fields else ""]
    which = " ".join(limit for limit in limits if limit)
    yield from ("", f"Findings of these{f', {which}' if which else ''}:")
    titles = {entry.id: entry.title for entry in entries()}
    width = max(len(id) for id in several.told_as)
    yield from (f"  {id:<{width}}  {titles[id]}" for id in several.told_as)
    yield from ("", "--select, --ignore, --severity and suppressions take the one name for all of them.")
    if any(waivable(id) for id in several.told_as):
        yield from _suppressing(several.id)
    else:
        yield from ("", "They cannot be suppressed and are in no baseline: mend the cause.", "")


def _judged(rule: Rule) -> str:
    if rule.fleet:
        return "judges a whole cluster at once"
    return "judges " + (
        "every object" if "*" in rule.kinds else ", ".join(kind.partition(".")[0] for kind in rule.kinds)
    )


def _suppressing(id: str) -> Iterator[str]:
    yield from ("", "To live with it, say why and, better, until when:")
    ways = (
        (f"# argosy: ignore[{id}] reason until=2027-01-31", "on the line, or on one above it"),
        (f"# argosy: ignore-file[{id}] reason", "at the top of a file"),
        (f'argosy.dev/ignore: "{id}: reason"', "an annotation of the object"),
        (f"suppress: [{{rule: {id}, reason: ...}}]", "in values/fleet.yaml or argosy.yaml; takes object, path, until"),
    )
    width = max(len(way) for way, _ in ways)
    yield from (f"  {way:<{width}}  {where}" for way, where in ways)
    yield ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.rstrip("\n").split("\n")]


def rules_page() -> str:
    """The text of generator/rules/README.md: every rule by family, with what it is for."""
    out = [
        "<!-- generated by tools/generate.py; do not edit -->",
        "# Rules",
        "",
        f"{len(entries())} rules. `argosy explain RULE` shows one with its reason, its source and examples.",
        "A rule is one file: `<family>/<rule>.py`; its docstring is its first test.",
    ]
    families: dict[str, list[Entry]] = {}
    for entry in entries():
        families.setdefault(entry.family, []).append(entry)
    for family, rows in families.items():
        out += ["", f"## {family}", "", "| rule | severity | on | what is wrong |", "|---|---|---|---|"]
        for row in rows:
            title = row.title.replace("|", "\\|")
            if row.told_as:
                title += f" (told as {', '.join(f'`{id}`' for id in row.told_as)})"
            out.append(f"| `{row.id}` | {row.severity} | {'yes' if row.default else 'no'} | {title} |")
    return "\n".join(out) + "\n"

"""Matching a whole text against a regular expression: all ways at once, so that no expression runs away."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.facts import re2_syntax as syntax

_STATES = 20_000
"""States of the largest machine that is built; a larger one matches nothing."""


@dataclass
class _Machine:
    """A nondeterministic automaton: for each state the steps without a character, and those with one."""

    free: list[list[tuple[str, int]]] = field(default_factory=list)
    step: list[tuple[syntax.Literal | syntax.Set, int] | None] = field(default_factory=list)

    def state(self) -> int:
        if len(self.free) >= _STATES:
            raise OverflowError
        self.free.append([])
        self.step.append(None)
        return len(self.free) - 1

    def build(self, node: syntax.Node, start: int) -> int:
        """Add a node after a state; the state it ends in."""
        match node:
            case syntax.Literal() | syntax.Set():
                end = self.state()
                self.step[start] = (node, end)
                return end
            case syntax.Edge(kind=kind):
                end = self.state()
                self.free[start].append((kind, end))
                return end
            case syntax.Sequence(parts=parts):
                for part in parts:
                    start = self.build(part, self._after(start))
                return start
            case syntax.Choice(options=options):
                end = self.state()
                for option in options:
                    self.free[self.build(option, self._after(start))].append(("", end))
                return end
        return self._repeat(node, start)

    def _after(self, start: int) -> int:
        """A fresh state reached from another for nothing."""
        made = self.state()
        self.free[start].append(("", made))
        return made

    def _repeat(self, node: syntax.Repeat, start: int) -> int:
        for _ in range(node.least):
            start = self.build(node.body, self._after(start))
        end = self.state()
        self.free[start].append(("", end))
        if node.most is None:
            loop = self._after(start)
            last = self.build(node.body, self._after(loop))
            self.free[last].append(("", loop))
            self.free[last].append(("", end))
            return end
        for _ in range(node.most - node.least):
            start = self.build(node.body, self._after(start))
            self.free[start].append(("", end))
        return end


def full_match(node: syntax.Node, text: str) -> bool:
    """Whether the whole text matches; False where the machine would be too large to build."""
    machine = _Machine()
    try:
        end = machine.build(node, machine.state())
    except OverflowError:
        return False
    active = _closure(machine, {0}, text, 0)
    for place, character in enumerate(text):
        moved = {s[1] for state in active if (s := machine.step[state]) is not None and _takes(s[0], character)}
        active = _closure(machine, moved, text, place + 1)
        if not active:
            return False
    return end in active


def _closure(machine: _Machine, states: set[int], text: str, place: int) -> set[int]:
    waiting, seen = list(states), set(states)
    while waiting:
        for condition, following in machine.free[waiting.pop()]:
            if following not in seen and _holds(condition, text, place):
                seen.add(following)
                waiting.append(following)
    return seen


def _holds(condition: str, text: str, place: int) -> bool:
    match condition:
        case "start":
            return place == 0
        case "end":
            return place == len(text)
        case "word" | "inside":
            before = place > 0 and _word(text[place - 1])
            after = place < len(text) and _word(text[place])
            return (before != after) == (condition == "word")
    return True


def _word(character: str) -> bool:
    return character == "_" or (character.isascii() and character.isalnum())


def _takes(node: syntax.Literal | syntax.Set, character: str) -> bool:
    shapes = {character, character.lower(), character.upper()} if node.fold else {character}
    if isinstance(node, syntax.Literal):
        return node.character in shapes
    codes = [ord(shape) for shape in shapes if len(shape) == 1]
    return any(low <= code <= high for code in codes for low, high in node.ranges) != node.negated

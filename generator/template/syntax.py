"""The closed template language: Jinja2 parses, this module admits a few constructs and refuses the rest.

The result is a *form*: lists, strings and numbers only, so that it can be kept as JSON and can never carry code.

    block      = list of steps
    step       = ["text", line, text] | ["hole", line, path]
               | ["if", [[line, condition, block], ...], block]     the last block is the else
               | ["for", line, [name, ...], path, block]
    path       = [name, segment, ...]     a segment is a key, a list position, or a path whose value is one of these
    condition  = ["value", path] | ["const", constant] | ["defined", path] | ["not", condition]
               | ["and" | "or" | "==" | "!=" | "in" | "not in", condition, condition]

Only this module imports jinja2, and only when a template has no up-to-date stored form (see `folder`).
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from .error import TemplateError
from .program import RESERVED

Block = list[list[Any]]

DEPTH = 12
ALLOWED = "a template may hold expressions (names and lookups), if and for; decide everything else in the component"

# The operators of the language by Jinja2's names for them; `<` and friends are left out: comparing is deciding.
_OPERATORS = {"eq": "==", "ne": "!=", "in": "in", "notin": "not in"}
_NAMES: dict[type[nodes.Node], str] = {
    nodes.Filter: "a filter",
    nodes.Call: "a call",
    nodes.Macro: "a macro",
    nodes.CallBlock: "a call block",
    nodes.FilterBlock: "a filter block",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.Block: "a block",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.With: "with",
    nodes.Test: "a test other than `is defined`",
    nodes.Concat: "`~`",
    nodes.CondExpr: "an inline if",
    nodes.Slice: "a slice",
    nodes.Compare: "this comparison",
    nodes.Const: "a constant",
    nodes.TemplateData: "a constant",
    nodes.Scope: "autoescape",
}


def parse(source: str, file: str) -> Block:
    """The form of a template. Raises TemplateError for anything outside the language."""
    if RESERVED in source:
        raise TemplateError(f"the word {RESERVED} is reserved", file, _line_of(source, RESERVED))
    raw = re.search(r"\{%[-+]?\s*raw\b", source)
    if raw:
        raise TemplateError("raw is not allowed", file, source.count("\n", 0, raw.start()) + 1, fix=ALLOWED)
    try:
        tree = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True).parse(source)
    except TemplateSyntaxError as error:
        raise TemplateError(error.message or "syntax error", file, error.lineno) from None
    except (RecursionError, MemoryError):
        raise TemplateError("nested too deeply", file) from None
    return _Reader(file).block(tree.body, 0)


def _line_of(source: str, word: str) -> int:
    return source.count("\n", 0, source.index(word)) + 1


class _Reader:
    """Turns the nodes of one file into a form."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, node: nodes.Node, what: str = "") -> TemplateError:
        what = what or _NAMES.get(type(node), "") or f"`{type(node).__name__.lower()}`"
        line = node.lineno or next((child.lineno for child in node.find_all(nodes.Node) if child.lineno), 0)
        return TemplateError(f"{what} is not allowed here", self.file, line, fix=ALLOWED)

    def block(self, body: list[nodes.Node], depth: int) -> Block:
        steps: Block = []
        for node in body:
            if depth > DEPTH:
                raise TemplateError(f"if and for nest more than {DEPTH} deep", self.file, node.lineno)
            if isinstance(node, nodes.Output):
                steps.extend(self.output(node))
            elif isinstance(node, nodes.If):
                steps.append(self.branch(node, depth))
            elif isinstance(node, nodes.For):
                steps.append(self.loop(node, depth))
            else:
                raise self.refuse(node)
        return steps

    def output(self, node: nodes.Output) -> Block:
        steps: Block = []
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                if steps and steps[-1][0] == "hole" and child.data[:1] in ("'", '"'):
                    raise self.quoted(child)
                steps.append(["text", child.lineno, child.data])
                continue
            if steps and steps[-1][0] == "text" and steps[-1][2][-1:] in ("'", '"'):
                raise self.quoted(child)
            steps.append(["hole", child.lineno, self.path(child)])
        return steps

    def quoted(self, node: nodes.Node) -> TemplateError:
        fix = "remove the quotes: a value keeps its type and is quoted when it is written"
        return TemplateError("a quote mark touches an expression", self.file, node.lineno, fix=fix)

    def branch(self, node: nodes.If, depth: int) -> list[Any]:
        arms = [
            [arm.lineno, self.condition(arm.test, 0), self.block(arm.body, depth + 1)] for arm in (node, *node.elif_)
        ]
        return ["if", arms, self.block(node.else_, depth + 1)]

    def loop(self, node: nodes.For, depth: int) -> list[Any]:
        if node.test is not None or node.recursive or node.else_:
            raise self.refuse(node, "a loop with a condition, `recursive` or `else`")
        target = node.target
        parts = target.items if isinstance(target, nodes.Tuple) else [target]
        names = [part.name for part in parts if isinstance(part, nodes.Name)]
        if len(names) != len(parts) or not names:
            raise self.refuse(node, "a nested loop target")
        return ["for", node.lineno, names, self.path(node.iter), self.block(node.body, depth + 1)]

    def path(self, node: nodes.Node) -> list[Any]:
        if isinstance(node, nodes.Name):
            if node.name in ("loop", "self", "super", "caller") or node.name.startswith("__"):
                raise self.refuse(node, f"`{node.name}`")
            return [node.name]
        if isinstance(node, nodes.Getattr):
            segment: Any = node.attr
        elif isinstance(node, nodes.Getitem):
            constant = isinstance(node.arg, nodes.Const) and type(node.arg.value) in (str, int)
            segment = node.arg.value if isinstance(node.arg, nodes.Const) and constant else self.path(node.arg)
        else:
            raise self.refuse(node)
        if isinstance(segment, str) and segment.startswith("__"):
            raise self.refuse(node, f"`{segment}`")
        return [*self.path(node.node), segment]

    def condition(self, node: nodes.Node, depth: int) -> list[Any]:
        if depth > DEPTH:
            raise self.refuse(node, f"a condition more than {DEPTH} deep")
        if isinstance(node, nodes.Not):
            return ["not", self.condition(node.node, depth + 1)]
        if isinstance(node, nodes.And | nodes.Or):
            word = "and" if isinstance(node, nodes.And) else "or"
            return [word, self.condition(node.left, depth + 1), self.condition(node.right, depth + 1)]
        if isinstance(node, nodes.Test) and node.name == "defined" and not node.args:
            return ["defined", self.path(node.node)]
        if isinstance(node, nodes.Compare) and len(node.ops) == 1 and node.ops[0].op in _OPERATORS:
            right = self.condition(node.ops[0].expr, depth + 1)
            return [_OPERATORS[node.ops[0].op], self.condition(node.expr, depth + 1), right]
        if isinstance(node, nodes.Const | nodes.List | nodes.Tuple):
            return ["const", self.constant(node)]
        return ["value", self.path(node)]

    def constant(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.List | nodes.Tuple):
            return [self.constant(item) for item in node.items]
        if isinstance(node, nodes.Const) and (node.value is None or type(node.value) in (str, int, bool)):
            return node.value
        raise self.refuse(node)

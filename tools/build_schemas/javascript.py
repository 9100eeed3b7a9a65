"""JavaScript syntax trees, as far as the compiled validators need them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tools.build_schemas.archive import BuildError


@cache
def _parser() -> Any:
    try:
        import tree_sitter
        import tree_sitter_javascript
    except ImportError as error:
        raise BuildError("Reading npm packages needs `pip install tree-sitter tree-sitter-javascript`.") from error
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_javascript.language()))


def parse(source: bytes) -> Any:
    """The root node of a module. Raises BuildError when it does not parse."""
    root = _parser().parse(source).root_node
    if root.has_error:
        raise BuildError("A JavaScript module does not parse.")
    return root


def text(node: Any) -> str:
    return str(node.text.decode("utf-8"))


def walk(node: Any) -> Iterator[Any]:
    """Every named node below `node`, in source order."""
    for child in node.named_children:
        yield child
        yield from walk(child)


def literal(node: Any) -> Any:
    """The value of a literal; None for what is no literal."""
    if node.type == "string":
        return _string(text(node))
    if node.type == "template_string":
        filled = any(child.type == "template_substitution" for child in node.children)
        return None if filled else _string(text(node))
    if node.type == "number":
        return _number(text(node))
    if node.type == "unary_expression":
        return _unary(node)
    if node.type in ("true", "false"):
        return node.type == "true"
    if node.type == "array":
        return [literal(child) for child in node.named_children]
    if node.type == "object":
        pairs = [child for child in node.named_children if child.type == "pair"]
        return {_key(pair.child_by_field_name("key")): literal(pair.child_by_field_name("value")) for pair in pairs}
    return None


def _key(node: Any) -> str:
    return str(literal(node)) if node.type == "string" else text(node)


def _unary(node: Any) -> Any:
    """`-1`, and the minifier's `!0` and `!1`."""
    value = literal(node.named_children[0])
    if text(node).startswith("!"):
        return not value
    return -value if value is not None else None


def _number(source: str) -> int | float:
    value = float(source) if not source.lower().startswith("0x") else float(int(source, 16))
    return int(value) if value.is_integer() else value


_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|\r?\n|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}


def _string(quoted: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] in "xu" and len(code) > 1:
            return chr(int(code[1:].strip("{}"), 16))
        return _SIMPLE.get(code, code)

    value = _ESCAPE.sub(character, quoted[1:-1])
    # Surrogate pairs written as two escapes become the one character they stand for.
    return str(json.loads(json.dumps(value)))

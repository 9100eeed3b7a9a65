"""Whether a text can be a CEL expression: brackets, quotes and operators, not names or types.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax. What is refused here is refused by every
parser; what passes may still be.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?:\s|//[^\n]*)*(?:"
    r"(?P<operand>[rRbB]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|0[xX][0-9a-fA-F]+[uU]?|(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[uU]?|[A-Za-z_]\w*|`[^`]+`)"
    r"|(?P<operator>&&|\|\||[=!<>]=|[-+*/%<>?:.,!(){}\[\]]))",
    re.DOTALL,
)
_CLOSES = {")": "(", "]": "[", "}": "{"}


def fault(expression: str) -> str:
    """What is wrong with an expression; "" when nothing is known to be."""
    expression = expression.strip()
    if not expression:
        return "it is empty"
    open_, wants, before, at = [], True, "", 0
    while at < len(expression):
        found = _TOKEN.match(expression, at)
        if found is None:
            return f"`{expression[at:].split()[0][:20]}` cannot be read"
        token, at = found[0].strip(), found.end()
        if found["operand"] and token != "in":
            if not wants:
                return f"`{token[:20]}` follows `{before[:20]}` without an operator"
            wants = False
        elif token in ("(", "[", "{"):
            open_.append(token)
            wants = True
        elif token in _CLOSES:
            if not open_ or open_.pop() != _CLOSES[token]:
                return f"`{token}` closes nothing"
            if wants and before not in ("(", "[", "{", ","):
                return f"something is missing between `{before}` and `{token}`"
            wants = False
        elif wants and token not in ("-", "!", ".", "?") or token == "!" and not wants:
            return f"something is missing before `{token}`"
        else:
            wants = True
        before = token
    if open_:
        return f"`{open_[-1]}` is not closed"
    return f"something is missing behind `{before}`" if wants else ""

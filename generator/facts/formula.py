"""The formula of KEDA's scalingModifiers: whether it can be read, and the names it uses.

Source: expr-lang.org language definition; kedacore/keda scaledobject_webhook.go, validateScalingModifiersFormula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from generator.facts.suggest import did_you_mean

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?P<number>[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?)"""
    r"""|(?P<name>[A-Za-z_$#][A-Za-z0-9_$]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<infix>\*\*|&&|\|\||\?\?|\.\.|==|!=|<=|>=|[-+*/%^<>|,;=:])|(?P<member>\?\.|\.)|(?P<query>\?)|(?P<prefix>!)"""
    r"""|(?P<other>\S)""",
    re.DOTALL,
)
_INFIX_WORDS = frozenset(("in", "and", "or", "matches", "contains", "startsWith", "endsWith"))
_WORDS = _INFIX_WORDS | {"true", "false", "nil", "not", "let", "if", "else"}
_FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        """
        abs all any bitand bitnand bitnot bitor bitshl bitshr bitushr bitxor ceil concat count date duration
        filter find findIndex findLast findLastIndex first flatten float floor fromBase64 fromJSON fromPairs get
        groupBy hasPrefix hasSuffix indexOf int join keys last lastIndexOf len lower map max mean median min none
        now one reduce repeat replace reverse round sort sortBy split splitAfter string sum take timezone
        toBase64 toJSON toPairs trim trimPrefix trimSuffix type uniq upper values
        """,
    )
)
"""What the language comes with."""
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SIGNS = ("+", "-")
Token = tuple[str, str]


@lru_cache(maxsize=256)
def problem(text: str) -> str:
    """What keeps a formula from being read, "" when nothing does."""
    tokens = _tokens(text)
    for kind, token in tokens:
        if kind == "other":
            return f"{token} is not closed" if token in "\"'`" else f"`{token}` means nothing here"
    if not tokens:
        return "it is empty"
    told = _brackets(tokens)
    if told or any(token in ("if", "else") for _, token in tokens):
        return told
    return _order(tokens) or _functions(tokens)


def _tokens(text: str) -> Sequence[Token]:
    found = ((str(one.lastgroup), one.group()) for one in _TOKEN.finditer(text))
    return [(_kind(kind, token), token) for kind, token in found if kind != "comment"]


def _kind(kind: str, token: str) -> str:
    if kind == "name" and token in _INFIX_WORDS:
        return "infix"
    return "prefix" if (kind, token) == ("name", "not") else kind


def _brackets(tokens: Sequence[Token]) -> str:
    """Brackets that do not match, and conditions without the other side."""
    opened: list[str] = []
    for kind, token in tokens:
        if kind == "open" or kind == "query":
            opened.append(token)
        elif kind == "close":
            if "?" in opened[-1:]:
                return "a `?` has no `:`"
            if not opened or opened.pop() != _PAIRS[token]:
                return f"`{token}` closes nothing"
        elif token == ":" and "?" in opened[-1:]:
            opened.pop()
    if not opened:
        return ""
    return "a `?` has no `:`" if opened[-1] == "?" else f"`{opened[-1]}` is not closed"


def _order(tokens: Sequence[Token]) -> str:
    """Values without an operator between them, and operators without a value."""
    wanted, before = True, ""
    for n, (kind, token) in enumerate(tokens):
        last = n + 1 == len(tokens)
        if kind in ("number", "text", "name"):
            if not wanted and before != "let":
                literal = kind != "name" and tokens[n - 1][0] != "name"
                return "two values stand beside each other" if literal else f"`{token}` follows `{before}`"
            wanted = False
        elif kind == "prefix" or (wanted and token in _SIGNS):
            # `x not in y` has its `not` after a value.
            wanted = True
        elif kind in ("infix", "query"):
            if wanted and not (token in (",", ":") or before == "not" or (token == ".." and not last)):
                return f"nothing stands before `{token}`"
            wanted = True
        elif kind in ("open", "member"):
            wanted = True
        elif kind == "close":
            if wanted and before not in ("(", "[", "{", ",", ":", ";"):
                return f"nothing follows `{before}`"
            wanted = False
        before = token
    return f"nothing follows `{before}`" if wanted and before != ";" else ""


def _functions(tokens: Sequence[Token]) -> str:
    """A function that the language does not have."""
    for n, (kind, token) in enumerate(tokens[:-1]):
        called = kind == "name" and tokens[n + 1][1] == "(" and (n == 0 or tokens[n - 1][0] != "member")
        if called and token not in _FUNCTIONS:
            return f"there is no function `{token}`{did_you_mean(token, sorted(_FUNCTIONS))}"
    return ""


@lru_cache(maxsize=256)
def names(text: str) -> frozenset[str]:
    """The variables a formula reads: no functions, members, map keys, keywords or its own `let` names."""
    tokens = _tokens(text)
    own = {after[1] for before, after in zip(tokens, tokens[1:], strict=False) if before == ("name", "let")}
    found = set()
    for n, (kind, token) in enumerate(tokens):
        before = tokens[n - 1][0] if n else ""
        after = tokens[n + 1][1] if n + 1 < len(tokens) else ""
        if kind != "name" or token in _WORDS or token in own or token.startswith("#"):
            continue
        if before != "member" and after != "(":
            found.add(token)
    return frozenset(found)

"""Why a scalar or a key is refused: rule, message and fix for the careful reader."""

from __future__ import annotations

from typing import NamedTuple

from generator.model import Path
from generator.yamlio.characters import ESCAPED_FORBIDDEN, INVISIBLE_IN_KEY, UNICODE_SYNTAX
from generator.yamlio.dialects import Dialect
from generator.yamlio.messages import secret, shown
from generator.yamlio.scalars import REFUSED, refusal


class Fault(NamedTuple):
    """One fault without its place."""

    rule: str
    message: str
    fix: str


def unicode_fault(text: str) -> Fault | None:
    """A Unicode space, full-width sign or quote that was taken for YAML's own.

    Typographic quotes (rule `yaml-typographic-quotes`) leave the text readable; the others do not.
    """
    match = None if text.isascii() else UNICODE_SYNTAX.search(text)
    if match is None:
        return None
    sign = next(character for character in match.group() if not character.isascii())
    if sign in "\u201c\u2018":
        message = f"{sign} and its partner are not YAML quotes; they are part of the text"
        return Fault("yaml-typographic-quotes", message, "use \" or ' instead")
    if sign > "\uff00":
        return Fault("yaml-character", f"full-width {sign} used as syntax", "write the ASCII character")
    return Fault("yaml-character", f"unicode space \\u{ord(sign):04x} used as syntax", "write an ordinary space")


def value_fault(dialect: Dialect, text: str, path: Path | None) -> Fault:
    """Why a plain value was refused."""
    if not dialect.strict:
        return Fault("yaml-scalar", f"'{shown(text)}' has no JSON form", f'write "{shown(text)}"')
    if path is not None and secret(path):
        message = "ambiguous plain scalar (value hidden): quote it, readers disagree"
        return Fault("yaml-ambiguous-scalar", message, "put it into double quotes")
    return Fault("yaml-ambiguous-scalar", *refusal(text))


def key_fault(dialect: Dialect, text: str, quoted: bool) -> Fault:
    """Why a key was refused."""
    name = shown(text)
    if len(text) > dialect.limits.key:
        return Fault("yaml-limit", f"key of {len(text)} characters; limit {dialect.limits.key}", "shorten the key")
    if not text:
        return Fault("yaml-key", "empty key", "write a name before the colon")
    if ESCAPED_FORBIDDEN.search(text) or INVISIBLE_IN_KEY.search(text):
        return Fault("yaml-character", f'key "{name}" holds an invisible character', "type the key again")
    if not quoted and (wrong := unicode_fault(text)):
        return wrong
    if text == "<<":
        return Fault("yaml-anchor", "merge keys are not allowed", "use a layer (defaults, environment, domain)")
    value = dialect.plain(text)
    if value is REFUSED:
        return Fault("yaml-key", f"key must be text: '{name}' is not text to every reader", f'write "{name}"')
    kind = {"NoneType": "null", "bool": "a boolean", "int": "a number", "float": "a number"}[type(value).__name__]
    return Fault("yaml-key", f"key must be text, not {kind}: '{name}'", f'write "{name}"')

"""Why a scalar or a key is refused: rule, message and fix for the careful reader."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from generator.model import Path
from generator.yamlio.characters import ESCAPED_FORBIDDEN, INVISIBLE_IN_KEY, UNICODE_SYNTAX
from generator.yamlio.dialects import Dialect
from generator.yamlio.messages import secret, shown
from generator.yamlio.scalars import REFUSED, refusal
from generator.yamlio.syntax import NO_CHARACTER

_COLON_SIGN = re.compile(r":[,\[\]{}]")


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


def escape_fault(character: str) -> Fault:
    """A character that no escape may put into values."""
    if "\ud800" <= character <= "\udfff":
        return Fault("yaml-character", NO_CHARACTER, "write the character itself")
    return Fault("yaml-character", f"the text holds the control character {shown(character)}", "remove it")


def tag_name(tag: str) -> str:
    """A tag as people write it."""
    return shown(tag.replace("tag:yaml.org,2002:", "!!"))


_BLOCK_COMMENT = re.compile(r"[|>][-+0-9]*#")


def spelling_fault(text: str, event: Any, flow: bool) -> Fault | None:
    """What libyaml and PyYAML's own parser read differently although each of them accepts it or nearly does."""
    after = event.end_mark.index
    if flow and not event.style and "?" in event.value:
        message = "readers disagree on a plain ? inside [] or {}"
        return Fault("yaml-ambiguous-scalar", message, "put the text into double quotes")
    if flow and not event.style and event.value and _COLON_SIGN.match(text, after):
        return Fault("yaml-parse-error", "a colon where no key can stand", "write a space after the colon")
    if event.style in ("|", ">") and _BLOCK_COMMENT.match(text, event.start_mark.index):
        return Fault("yaml-parse-error", "a comment needs a space before its #", "write a space before the #")
    return None


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
    kind = {"NoneType": "null", "bool": "a boolean", "int": "a number", "float": "a number"}.get(type(value).__name__)
    if kind is None:
        return Fault("yaml-tag", f"the key '{name}' does not fit its tag", "remove the tag")
    return Fault("yaml-key", f"key must be text, not {kind}: '{name}'", f'write "{name}"')

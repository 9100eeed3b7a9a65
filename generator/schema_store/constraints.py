"""Problems with a value: its type, its choices, its form, its size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.model import OMIT
from generator.schema_store import words
from generator.schema_store.context import Context
from generator.schema_store.faults import Fault
from generator.schema_store.problem import QUANTITY_INVALID, SCHEMA_CONSTRAINT, TYPE_MISMATCH, UNKNOWN_FIELD, Problem

_QUANTITY_MARK = "KMGTPE]i"
_BYTES = re.compile(r"([0-9]+(?:\.[0-9]+)?) *([kmgtpe])i?b?", re.IGNORECASE)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")

_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
}
_SIZES = {
    "minLength": ("at least {}", "character", "write a longer text"),
    "maxLength": ("at most {}", "character", "write a shorter text"),
    "minItems": ("at least {}", "item", "add an item"),
    "maxItems": ("at most {}", "item", "remove items"),
    "minProperties": ("at least {}", "key", "add a key"),
    "maxProperties": ("at most {}", "key", "remove keys"),
}


def problems(context: Context, fault: Fault) -> Iterator[Problem]:
    """The problem behind one fault of a value."""
    keyword = fault.keyword
    if keyword == "type":
        yield _type(context, fault)
    elif keyword in ("enum", "const"):
        yield _choice(context, fault)
    elif keyword == "pattern":
        yield _pattern(context, fault)
    elif keyword in _LIMITS:
        message = f"{_subject(context, fault)}, but must be {_LIMITS[keyword].format(fault.value)}"
        yield Problem(fault.path, SCHEMA_CONSTRAINT, message, f"write {_range(fault)}")
    elif keyword in _SIZES:
        yield _size(fault)
    elif keyword == "falseSchema":
        yield Problem(fault.path, UNKNOWN_FIELD, f"{words.place(fault.path)} is not allowed here", "remove it")
    elif keyword == "not":
        yield _not(fault)
    elif keyword == "uniqueItems":
        yield _unique(fault)
    else:
        message = f"{words.place(fault.path)} breaks the schema's `{keyword}`"
        yield Problem(fault.path, SCHEMA_CONSTRAINT, message, _form_fix(fault))


def wanted_form(fault: Fault) -> str:
    """What a text should look like: the schema's own words, its examples, or the bare pattern."""
    described = fault.node.get("description")
    examples = [value for value in fault.node.get("examples", ()) if isinstance(value, (str, int, float))]
    if described:
        text = _first_sentence(str(described))
    elif examples:
        return f"a form such as {words.listed([str(value) for value in examples[:3]], 'or')}"
    else:
        return f"a form that matches `{words.clip(str(fault.node.get('pattern', '')), 120)}`"
    return f"{text} (such as {words.show(examples[0])})" if examples and "such as" not in text else text


def is_quantity(node: Any) -> bool:
    """Whether a schema node describes a Kubernetes quantity."""
    return _QUANTITY_MARK in str(node.get("pattern", "")) or node.get("format") == "quantity"


def wrong_type(context: Context, fault: Fault, types: list[str]) -> Problem:
    """A value of none of the wanted types."""
    where, wanted = words.place(fault.path), words.type_names(types)
    if fault.data is None:
        message, fix = f"{where} is empty, but must be {wanted}", "give it a value, or remove the key"
        return Problem(fault.path, TYPE_MISMATCH, message, fix)
    value = _converted(fault.data, types)
    message = f"{where} must be {wanted}, but is {words.type_name(fault.data)}"
    return Problem(fault.path, TYPE_MISMATCH, message, _type_fix(context, fault, types, value), value=value)


def _type(context: Context, fault: Fault) -> Problem:
    return wrong_type(context, fault, [fault.value] if isinstance(fault.value, str) else list(fault.value))


def _converted(data: Any, types: list[str]) -> Any:
    """The same value in the wanted type when that is beyond doubt, else OMIT."""
    if "string" in types and isinstance(data, int):
        return str(data).lower() if isinstance(data, bool) else str(data)
    if isinstance(data, str) and _NUMBER.fullmatch(data) and len(data) < 16:
        if "." not in data and ("integer" in types or "number" in types):
            return int(data)
        if "number" in types:
            return float(data)
    if "boolean" in types and data in ("true", "false"):
        return data == "true"
    return OMIT


def _type_fix(context: Context, fault: Fault, types: list[str], value: Any) -> str:
    if isinstance(fault.data, str) and value is not OMIT:
        return f"write {context.show(value)} without quotes" if context.quote_values else "write it without quotes"
    if "string" in types and not isinstance(fault.data, (dict, list)):
        return f'put it in quotes: `"{value}"`' if value is not OMIT and context.quote_values else "put it in quotes"
    if "object" in types:
        named = sorted(context.known(fault.path))
        return f"write it as a mapping with the keys {words.listed(named, 'or')}" if named else "write it as a mapping"
    if "array" in types:
        return "write it as a list, each item after a `-`"
    return f"write {words.type_names(types)}"


def _choice(context: Context, fault: Fault) -> Problem:
    options = [fault.value] if fault.keyword == "const" else [value for value in fault.value if value is not None]
    texts = [value if isinstance(value, str) else words.clip(repr(value)) for value in options]
    suggestion = words.nearest(str(fault.data), texts) if isinstance(fault.data, (str, int, float)) else ""
    wanted = f"must be {words.listed(texts, 'or')}"
    hint = f"; did you mean `{suggestion}`?" if suggestion and len(texts) > 1 else ""
    fix = f"write `{suggestion or texts[0]}`" if suggestion or len(texts) == 1 else "write one of them"
    return Problem(fault.path, SCHEMA_CONSTRAINT, f"{_subject(context, fault)}, but {wanted}{hint}", fix, suggestion)


def _pattern(context: Context, fault: Fault) -> Problem:
    if is_quantity(fault.node):
        message = f"{_subject(context, fault)}, which is not a quantity"
        return Problem(fault.path, QUANTITY_INVALID, message, _quantity_fix(fault.data))
    message = f"{_subject(context, fault)}, but must be {wanted_form(fault)}"
    if not fault.node.get("description") and not fault.node.get("examples"):
        message = f"{_subject(context, fault)}, which does not have the right form"
    return Problem(fault.path, SCHEMA_CONSTRAINT, message, f"write {wanted_form(fault)}")


def _quantity_fix(text: str) -> str:
    match = _BYTES.fullmatch(text.strip())
    if not match:
        return "write a number, with a unit if need be, such as 500m, 2, 512Mi or 1Gi"
    number, unit = match[1], match[2]
    if unit == "m" and not text.strip().lower().endswith(("b", "i")):
        return f"write `{number}m`"
    decimal = "k" if unit in "kK" else unit.upper()
    return f"write `{number}{unit.upper()}i` (powers of 1024) or `{number}{decimal}` (powers of 1000)"


def _range(fault: Fault) -> str:
    """The numbers that are allowed, as far as bounds say so."""
    low, high = fault.node.get("minimum"), fault.node.get("maximum")
    if low is not None and high is not None and fault.keyword in ("minimum", "maximum"):
        return f"a number from {low} to {high}"
    return _LIMITS[fault.keyword].format(fault.value)


def _size(fault: Fault) -> Problem:
    phrase, unit, fix = _SIZES[fault.keyword]
    if fault.keyword.startswith("min") and fault.value == 1:
        wanted = "must not be empty"
    else:
        limit = phrase.format(f"{fault.value} {unit}{'' if fault.value == 1 else 's'}")
        wanted = f"must have {limit}, but has {len(fault.data)}"
    fix = _form_fix(fault) if "description" in fault.node and unit == "character" else fix
    return Problem(fault.path, SCHEMA_CONSTRAINT, f"{words.place(fault.path)} {wanted}", fix)


def _not(fault: Fault) -> Problem:
    refused = fault.value if isinstance(fault.value, dict) else {}
    where = words.place(fault.path)
    if refused.get("description"):
        return Problem(fault.path, SCHEMA_CONSTRAINT, f"{where}: {_first_sentence(str(refused['description']))}")
    sets = [branch["required"] for branch in refused.get("anyOf", [refused]) if list(branch) == ["required"]]
    present = [names for names in sets if isinstance(fault.data, dict) and all(name in fault.data for name in names)]
    if present and len(present[0]) == 1:
        name = present[0][0]
        message = f"`{name}` is not allowed in {where}"
        return Problem((*fault.path, name), SCHEMA_CONSTRAINT, message, f"remove `{name}`", at_key=True)
    if present:
        message = f"{words.listed(present[0])} exclude one another in {where}"
        return Problem(fault.path, SCHEMA_CONSTRAINT, message, f"keep only one of {words.listed(present[0])}")
    return Problem(fault.path, SCHEMA_CONSTRAINT, f"{where} has a value that is not allowed", _form_fix(fault))


def _unique(fault: Fault) -> Problem:
    seen: list[Any] = []
    for position, item in enumerate(fault.data):
        if any(type(item) is type(other) and item == other for other in seen[:1000]):
            message = f"{words.place((*fault.path, position))} repeats an earlier item"
            return Problem((*fault.path, position), SCHEMA_CONSTRAINT, message, "remove the repetition")
        seen.append(item)
    return Problem(fault.path, SCHEMA_CONSTRAINT, f"{words.place(fault.path)} has equal items", "remove the repetition")


def _subject(context: Context, fault: Fault) -> str:
    return f"{words.place(fault.path)} is {context.show(fault.data)}"


def _form_fix(fault: Fault) -> str:
    described = fault.node.get("description")
    return f"write {_first_sentence(str(described))}" if described else "change it to a value that is allowed"


def _first_sentence(text: str) -> str:
    """The first sentence of a description, to stand inside another one."""
    sentence = re.split(r"(?<=[^.])\.(?:\s|$)", " ".join(text.split()), maxsplit=1)[0]
    if not sentence[1:2].isupper():
        sentence = sentence[:1].lower() + sentence[1:]
    return words.clip(sentence, 160)

"""Kubernetes' format library: `format.dns1123Label().validate(text)` and its like.

Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from collections.abc import Callable
from typing import Any

from generator.schema_store.cel.faults import Unverifiable
from generator.schema_store.cel.functions import Opaque, opaque, optional

_LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_NAME = "(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_QUALIFIED = re.compile(rf"(?:(?=[^/]{{1,253}}/)({_LABEL}(?:\.{_LABEL})*)/)?(?=.{{1,63}}$)({_NAME})", re.DOTALL)


def _shaped(pattern: str, longest: int) -> Callable[[str], bool]:
    shape = re.compile(pattern)
    return lambda text: len(text) <= longest and shape.fullmatch(text) is not None


def _prefix(shape: Callable[[str], bool]) -> Callable[[str], bool]:
    """A name that something is appended to: one dash at its end is allowed."""
    return lambda text: shape(text[:-2] + "a" if len(text) > 1 and text.endswith("-") else text)


def _is_byte(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _unknown(text: str) -> bool:
    raise Unverifiable("this format is not known here")


_DNS1123_LABEL = _shaped(_LABEL, 63)
_DNS1123_SUBDOMAIN = _shaped(rf"{_LABEL}(?:\.{_LABEL})*", 253)
_DNS1035_LABEL = _shaped("[a-z](?:[-a-z0-9]*[a-z0-9])?", 63)
_FORMATS: dict[str, Callable[[str], bool]] = {
    "byte": _is_byte,
    "date": _is_date,
    "datetime": _unknown,
    "dns1035Label": _DNS1035_LABEL,
    "dns1035LabelPrefix": _prefix(_DNS1035_LABEL),
    "dns1123Label": _DNS1123_LABEL,
    "dns1123LabelPrefix": _prefix(_DNS1123_LABEL),
    "dns1123Subdomain": _DNS1123_SUBDOMAIN,
    "dns1123SubdomainPrefix": _prefix(_DNS1123_SUBDOMAIN),
    "labelValue": _shaped(f"(?:{_NAME})?", 63),
    "qualifiedName": lambda text: _QUALIFIED.fullmatch(text) is not None,
    "uri": _unknown,
    "uuid": _shaped("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", 36),
}


def _validate(form: Any, text: Any) -> Any:
    """An optional list of what is wrong, none for a text that fits."""
    if not isinstance(text, str):
        raise Unverifiable("a value is no text")
    name = opaque(form, "format")
    return optional() if _FORMATS[name](text) else optional([f"is no {name}"])


def _named(name: Any) -> Any:
    return optional({"@format": name}) if name in _FORMATS else optional()


def _maker(name: str) -> Callable[[], Opaque]:
    return lambda: {"@format": name}


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "validate": _validate,
    "format.named": _named,
    **{f"format.{name}": _maker(name) for name in _FORMATS},
}

"""The grammars of names that the API server enforces.

Source: kubernetes apimachinery pkg/util/validation/validation.go.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?\Z")
_LABEL_1035 = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?\Z")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\Z")
_QUALIFIED = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\Z")
_DATA_KEY = re.compile(r"[-._a-zA-Z0-9]+\Z")

LABEL_LENGTH = 63
SUBDOMAIN_LENGTH = 253


@lru_cache(maxsize=4096)
def label_fault(name: str) -> str:
    """Why a name is no RFC 1123 label; "" when it is one."""
    return _fault(name, _LABEL, LABEL_LENGTH, "lower-case letters, digits and hyphens, a letter or digit at both ends")


def label_1035_fault(name: str) -> str:
    """Why a name is no RFC 1035 label, which must begin with a letter; "" when it is one."""
    words = "lower-case letters, digits and hyphens, beginning with a letter and not ending on a hyphen"
    return _fault(name, _LABEL_1035, LABEL_LENGTH, words)


def subdomain_fault(name: str) -> str:
    """Why a name is no RFC 1123 subdomain; "" when it is one."""
    words = "lower-case letters, digits, hyphens and dots, a letter or digit at both ends of every part"
    return _fault(name, _SUBDOMAIN, SUBDOMAIN_LENGTH, words)


@lru_cache(maxsize=4096)
def key_fault(key: str) -> str:
    """Why a label or annotation key is malformed; "" when it is not."""
    prefix, slash, name = key.rpartition("/")
    if slash and not prefix:
        return "it begins with a slash"
    if "/" in prefix:
        return "it has more than one slash"
    if prefix and (fault := subdomain_fault(prefix)):
        return f"its prefix {fault}"
    words = "letters, digits, hyphens, underscores and dots, a letter or digit at both ends"
    return _fault(name, _QUALIFIED, LABEL_LENGTH, words)


@lru_cache(maxsize=4096)
def sound_keys(keys: tuple[str, ...]) -> bool:
    """Whether no key of labels or annotations is malformed: objects have the same keys over and over."""
    return not any(key_fault(str(key)) for key in keys)


@lru_cache(maxsize=4096)
def value_fault(value: str) -> str:
    """Why a label value is malformed; "" when it is not."""
    if not value:
        return ""
    words = "letters, digits, hyphens, underscores and dots, a letter or digit at both ends"
    return _fault(value, _QUALIFIED, LABEL_LENGTH, words)


def data_key_fault(key: str) -> str:
    """Why a key of a ConfigMap or Secret is malformed; "" when it is not."""
    if key == "." or key.startswith(".."):
        return "is `.` or begins with `..`"
    return _fault(key, _DATA_KEY, SUBDOMAIN_LENGTH, "letters, digits, hyphens, underscores and dots")


def port_name_fault(name: str) -> str:
    """Why a name is no IANA service name (RFC 6335), as container ports need; "" when it is one."""
    if len(name) > 15:
        return f"has {len(name)} characters, 15 are allowed"
    if fault := label_fault(name):
        return fault
    if "--" in name:
        return "has two hyphens in a row"
    return "" if any(character.isalpha() for character in name) else "needs a letter"


def _fault(name: str, pattern: re.Pattern[str], most: int, words: str) -> str:
    if not name:
        return "is empty"
    if len(name) > most:
        return f"has {len(name)} characters, {most} are allowed"
    return "" if pattern.match(name) else f"may have only {words}"

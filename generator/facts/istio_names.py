"""Hosts and names as istiod's webhook takes them.

Source: istio pkg/config/labels/instance.go (its labels may have capitals) and pkg/config/validation/agent/validation.go
(ValidateWildcardDomain, ValidateNamespaceSlashWildcardHostname).
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.facts.addresses import is_ip

_LABEL = re.compile(r"[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?\Z")
_PORT = re.compile(r":[0-9]+\Z")
_WORDS = "may have only letters, digits and hyphens, a letter or digit at both ends"


def name_fault(name: str) -> str:
    """Why a name is none of istiod's labels; "" when it is one. Capitals are taken."""
    if not name:
        return "is empty"
    if len(name) > 63:
        return f"has {len(name)} characters, 63 are allowed"
    return "" if _LABEL.match(name) else _WORDS


@lru_cache(maxsize=4096)
def host_fault(host: str) -> str:
    """Why istiod refuses a host; "" when it does not. The first label may be a wildcard or begin with one."""
    if not host:
        return "it is empty"
    if "://" in host:
        return "it has a scheme"
    if _PORT.search(host):
        return "it has a port"
    if len(host) > 255:
        return f"it has {len(host)} characters, 255 are allowed"
    first, dot, rest = host.partition(".")
    if first != "*" and (wrong := name_fault(first.removeprefix("*").removeprefix("-") if "*" in first else first)):
        return f"`{first}` {wrong}"
    return _labels_fault(rest) if dot else ""


def _labels_fault(rest: str) -> str:
    labels = rest.split(".")
    if labels[-1].isdigit():
        return f"its last part `{labels[-1]}` is a number"
    # A dot at the end makes a name absolute.
    for label in labels[:-1] if labels[-1] == "" else labels:
        if "*" in label:
            return "only its beginning may be a wildcard"
        if wrong := name_fault(label):
            return f"`{label}` {wrong}"
    return ""


def gateway_host_fault(written: str) -> str:
    """Why istiod refuses a host of a Gateway's server, with or without its namespace; "" when it does not."""
    if "://" in written:
        return "it has a scheme"
    space, slash, host = written.partition("/")
    if not slash:
        space, host = "*", written
    if space not in ("*", ".") and (wrong := name_fault(space)):
        return f"namespace `{space}` {wrong}"
    if host == "*" or is_ip(host):
        return ""
    if host and "." not in host:
        return f"`{host}` is a short name"
    if "*" in host and not host.startswith("*."):
        return "a wildcard stands for whole labels only"
    return host_fault(host)


def plain_host(written: str) -> str:
    """What is left of a host without scheme, path and port."""
    return _PORT.sub("", written.partition("://")[2].partition("/")[0] if "://" in written else written)

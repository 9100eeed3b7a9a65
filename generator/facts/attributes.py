"""Attributes, addresses, ports, methods and path templates as Istio's authorization reads them.

Source: istio pkg/config/security/security.go (ValidateAttribute, ValidateIPs, ValidatePorts, CheckValidPathTemplate).
"""

from __future__ import annotations

import ipaddress
import re

from generator.facts.suggest import did_you_mean

_PLAIN = (
    "source.ip", "remote.ip", "source.namespace", "source.principal", "source.serviceAccount",
    "request.auth.principal", "request.auth.audiences", "request.auth.presenter", "destination.ip",
    "destination.port", "connection.sni",
)  # fmt: skip
_NAMED = (
    "request.headers", "request.auth.claims", "experimental.envoy.filters.", "request.experimental.inline.headers",
)  # fmt: skip
_GONE = {
    "destination.namespace": "the policy's own namespace says it",
    "destination.labels": "the policy's selector says it",
    "destination.name": "the policy's selector says it",
    "destination.user": "the policy's selector says it",
}
_METHOD = re.compile(r"\*|\*?[A-Z][A-Z_-]*\*?\Z")
_BRACES = re.compile(r"[{}]")
_LITERAL = re.compile(r"[a-zA-Z0-9\-._~%!$&'()+,;:@=]+\Z")


def key_problem(key: str) -> str:
    """What is wrong with the attribute of a condition, "" when nothing is."""
    first = key.partition("[")[0]
    if first in _GONE:
        return f"`{first}` is no longer supported: {_GONE[first]}"
    if key in _PLAIN:
        return ""
    if key.startswith(_NAMED):
        named = key.endswith("]") and 0 < key.find("[") < len(key) - 2
        return "" if named else f"`{key}` must name its part in brackets, such as {first}[name]"
    return f"there is no attribute `{key}`{did_you_mean(first, (*_PLAIN, *_NAMED[:2]))}"


def value_problem(key: str, value: str) -> str:
    """What is wrong with a value of a condition, "" when nothing is."""
    if not value:
        return f"an empty value of `{key}` is refused"
    if key in ("source.ip", "remote.ip", "destination.ip"):
        return address_problem(value)
    if key == "source.serviceAccount":
        return account_problem(value)
    return port_problem(value) if key == "destination.port" else ""


def account_problem(text: str) -> str:
    """What is wrong with a ServiceAccount of a policy, "" when nothing is: a name, perhaps behind its namespace."""
    space, slash, name = text.rpartition("/")
    if "*" in text:
        return f"`{text}` has a wildcard, which ServiceAccounts do not take"
    return "" if name and "/" not in space and (space or not slash) else f"`{text}` is not of the form namespace/name"


def address_problem(text: str) -> str:
    """What is wrong with an address or a block of addresses, "" when nothing is."""
    try:
        if "/" in text:
            ipaddress.ip_network(text, strict=False)
        else:
            ipaddress.ip_address(text)
    except ValueError:
        return f"`{text}` is no IP address and no block of addresses"
    return ""


def port_problem(text: str) -> str:
    """What is wrong with a port of a policy, "" when nothing is."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return ""
    return f"`{text}` is no port from 1 to 65535: names are not taken"


def method_problem(text: str) -> str:
    """What is wrong with a method, "" when nothing is; a star may stand at one end, gRPC names paths instead."""
    if _METHOD.match(text) and not (text.startswith("*") and text.endswith("*") and len(text) > 1):
        return ""
    meant = f", did you mean `{text.upper()}`?" if _METHOD.match(text.upper()) else ""
    return f"no request has the method `{text}`{meant}"


def template_problem(path: str) -> str:
    """What is wrong with a path that holds braces, "" when nothing is: only templates may have them."""
    if "{" not in path and "}" not in path:
        return ""
    templated, ended = "{*}" in path or "{**}" in path, False
    for segment in path.strip("/").split("/"):
        if segment in ("{*}", "{**}"):
            if ended:
                return f"in `{path}` {{**}} must be the last template"
            ended = segment == "{**}"
        elif "{*}" in segment or "{**}" in segment:
            return f"in `{path}` a template must be a whole segment"
        elif _BRACES.search(segment):
            return f"in `{path}` only {{*}} and {{**}} may have braces, not `{segment}`"
        elif templated and not _LITERAL.match(segment):
            return f"`{path}` mixes templates with `{segment}`"
    return ""

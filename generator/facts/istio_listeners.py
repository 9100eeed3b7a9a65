"""Ports and addresses that the listeners of a Sidecar may have.

Source: istio pkg/config/validation/validation.go, validateSidecarIngressPortAndBind and
validateSidecarEgressPortBindAndCaptureMode.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.addresses import is_ip
from generator.facts.fields import text, whole
from generator.facts.istio_names import name_fault
from generator.facts.istio_protocol import PROTOCOLS
from generator.facts.suggest import did_you_mean
from generator.model import Path

SOCKET = "unix://"


def socket_fault(address: str) -> str:
    """Why the address of a socket is refused; "" when it is not. An abstract one begins with @."""
    path = address.removeprefix(SOCKET)
    if path.startswith("@"):
        return ""
    return "" if path.startswith("/") and not path.endswith("/") else "it is no absolute path of a socket"


def listener_faults(listener: Mapping[str, Any], *, outbound: bool) -> Iterator[tuple[Path, str, str]]:
    """What istiod refuses of a listener that names a port: where, what, how to mend it."""
    number, name = whole(listener, "port", "number"), text(listener, "port", "name")
    protocol, bind = text(listener, "port", "protocol"), text(listener, "bind")
    if name and (wrong := name_fault(name)):
        yield ("port", "name"), f"`{name}` cannot name a port: it {wrong}", "use letters, digits and hyphens"
    if protocol and protocol.lower() not in PROTOCOLS:
        hint = did_you_mean(protocol, (known.upper() for known in PROTOCOLS))
        yield ("port", "protocol"), f"protocol `{protocol}` is unknown{hint}", "name a protocol of Istio's"
    if outbound and not number:
        wrong = socket_fault(bind) if bind.startswith(SOCKET) else "the listener has no port number"
        if wrong:
            yield ("port",), f"{wrong} and no socket" if not bind else f"`{bind}`: {wrong}", "write number, or bind"
        return
    if number is not None and not 1 <= number <= 65535:
        yield ("port", "number"), f"port {number} does not exist", "write 1 to 65535"
    if bind and not is_ip(bind):
        yield ("bind",), f"`{bind}` is no IP address to listen on", "write an address such as 127.0.0.1"

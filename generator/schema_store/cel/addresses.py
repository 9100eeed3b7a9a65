"""Kubernetes' IP and CIDR libraries.

Source: https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library, IP and CIDR; texts are read as Go's net/netip does.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.functions import Opaque, opaque

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Interface = ipaddress.IPv4Interface | ipaddress.IPv6Interface
_LENGTH = re.compile(r"0|[1-9][0-9]{0,2}")


def _address(text: Any) -> _Address:
    """Raises Refused for what is no address, has a zone, or is an IPv4 address in an IPv6 one."""
    if not isinstance(text, str):
        raise Unverifiable("a value is no text")
    try:
        found = ipaddress.ip_address(text)
    except ValueError as error:
        raise Refused(f"`{text[:60]}` is no IP address") from error
    if found.version == 6 and (getattr(found, "scope_id", None) or getattr(found, "ipv4_mapped", None)):
        raise Refused(f"`{text[:60]}` is an IP address with a zone or in the mapped form")
    return found


def _interface(text: Any) -> _Interface:
    if not isinstance(text, str):
        raise Unverifiable("a value is no text")
    address, sign, length = text.partition("/")
    if not sign or not _LENGTH.fullmatch(length):
        raise Refused(f"`{text[:60]}` is no CIDR")
    _address(address)
    try:
        return ipaddress.ip_interface(text)
    except ValueError as error:
        raise Refused(f"`{text[:60]}` is no CIDR") from error


def _ip(value: Any) -> Opaque:
    """Of a text its address, of a CIDR the address in it."""
    if isinstance(value, dict):
        return {"@ip": str(_interface(opaque(value, "cidr")).ip)}
    return {"@ip": str(_address(value))}


def _of(value: Any) -> _Address:
    return _address(opaque(value, "ip"))


def _is_ip(text: Any) -> bool:
    try:
        _address(text)
    except Refused:
        return False
    return True


def _is_global_unicast(value: Any) -> bool:
    address = _of(value)
    special = address.is_unspecified or address.is_loopback or address.is_multicast or address.is_link_local
    return not special and str(address) != "255.255.255.255"


def _is_link_local_multicast(value: Any) -> bool:
    address = _of(value)
    if address.version == 4:
        return address in ipaddress.ip_network("224.0.0.0/24")
    return address.packed[0] == 0xFF and address.packed[1] & 0x0F == 0x02


def _cidr(text: Any) -> Opaque:
    _interface(text)
    address, _, length = text.partition("/")
    return {"@cidr": f"{_address(address)}/{length}"}


def _is_cidr(text: Any) -> bool:
    try:
        _interface(text)
    except Refused:
        return False
    return True


def _contains_ip(value: Any, other: Any) -> bool:
    network = _interface(opaque(value, "cidr")).network
    address = _of(other) if isinstance(other, dict) else _address(other)
    return address.version == network.version and address in network


def _contains_cidr(value: Any, other: Any) -> bool:
    network = _interface(opaque(value, "cidr")).network
    inner = _interface(opaque(other, "cidr") if isinstance(other, dict) else other)
    return (
        inner.version == network.version
        and inner.ip in network
        and inner.network.prefixlen >= network.prefixlen
    )  # fmt: skip


FUNCTIONS = {
    "ip": _ip,
    "isIP": _is_ip,
    "ip.isCanonical": lambda text: str(_address(text)) == text,
    "family": lambda value: _of(value).version,
    "isUnspecified": lambda value: _of(value).is_unspecified,
    "isLoopback": lambda value: _of(value).is_loopback,
    "isLinkLocalMulticast": _is_link_local_multicast,
    "isLinkLocalUnicast": lambda value: _of(value).is_link_local,
    "isGlobalUnicast": _is_global_unicast,
    "cidr": _cidr,
    "isCIDR": _is_cidr,
    "containsIP": _contains_ip,
    "containsCIDR": _contains_cidr,
    "masked": lambda value: {"@cidr": str(_interface(opaque(value, "cidr")).network)},
    "prefixLength": lambda value: _interface(opaque(value, "cidr")).network.prefixlen,
}

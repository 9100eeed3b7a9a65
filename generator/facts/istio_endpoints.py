"""CEL rules about addresses and ports of ServiceEntries, WorkloadEntries and WorkloadGroups.

Source: the x-kubernetes-validations of istio manifests/charts/base/files/crd-all.gen.yaml, in release 1.30.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cel import Violation
from generator.facts.cluster import get, mapping
from generator.facts.fields import entries, text, whole
from generator.model import Path

_PORT_NAME = re.compile(r"[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?\Z")
_SOCKET = "unix://"


def service_entry(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, row in entries(body, "spec", "endpoints"):
        yield from _endpoint(row, ("spec", "endpoints", n))
        yield from _addressed(row, ("spec", "endpoints", n))
    for n, row in entries(body, "spec", "ports"):
        target = whole(row, "targetPort")
        if target is not None:
            yield from _port(target, ("spec", "ports", n, "targetPort"))


def workload_entry(body: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _endpoint(mapping(body, "spec"), ("spec",))
    yield from _addressed(mapping(body, "spec"), ("spec",))


def workload_group(body: Mapping[str, Any]) -> Iterator[Violation]:
    """A group's template has no address: each workload brings its own."""
    yield from _endpoint(mapping(body, "spec", "template"), ("spec", "template"))
    probe = mapping(body, "spec", "probe")
    scheme = text(probe, "httpGet", "scheme")
    if scheme not in ("", "HTTP", "HTTPS"):
        yield Violation(("spec", "probe", "httpGet", "scheme"), f"scheme `{scheme}` is unknown", "write HTTP or HTTPS")
    for kind in ("httpGet", "tcpSocket", "grpc"):
        port = whole(probe, kind, "port")
        if port is not None:
            yield from _port(port, ("spec", "probe", kind, "port"))


def _addressed(node: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    if node.get("address") is None and node.get("network") is None:
        yield Violation(path, "the endpoint has no address", "add address")


def _endpoint(node: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    address = text(node, "address")
    if address.startswith(_SOCKET):
        socket = address.removeprefix(_SOCKET)
        if not socket.startswith(("/", "@")) or socket.endswith("/"):
            fix = "write unix:///path/of/the.sock"
            yield Violation((*path, "address"), f"`{address}` is no absolute path of a socket", fix)
        if node.get("ports") is not None:
            yield Violation((*path, "ports"), "a socket has no ports", "remove them")
    for name in mapping(node, "ports"):
        here: Path = (*path, "ports", name)
        if len(str(name)) >= 63 or not _PORT_NAME.match(str(name)):
            yield Violation(here, f"`{name}` cannot name a port", "use letters, digits and hyphens, 62 at most")
        number = get(node, "ports", name)
        if isinstance(number, int):
            yield from _port(number, here)


def _port(number: int, path: Path) -> Iterator[Violation]:
    if not 0 < number <= 65535:
        yield Violation(path, f"port {number} does not exist", "write 1 to 65535")

"""Services of this cluster that a text names by their full host, such as the address a KEDA trigger reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.services import ServicePort, ports
from generator.model import Manifest

_HOST = re.compile(
    r"(?<![\w.-])(?P<name>[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)\.(?P<home>[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)"
    r"(?:\.svc(?:\.cluster\.local)?)?(?::(?P<port>[0-9]{1,5}))?(?![\w.-])"
)
_PORTS = {"http://": 80, "https://": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """A Service that a text names, and the port of it; None where the text does not say."""

    service: Manifest
    port: ServicePort | None


def addresses(cluster: Cluster, written: str) -> Iterator[Address]:
    """The Services of the cluster that a text names as `name.namespace`, with or without what may follow."""
    for match in _HOST.finditer(written):
        service = cluster.get(kinds.SERVICE, match["home"], match["name"])
        if service is not None:
            before = written[: match.start()]
            wanted = (
                int(match["port"]) if match["port"] else next((n for s, n in _PORTS.items() if before.endswith(s)), 0)
            )
            every = list(ports(service))
            found = [port for port in every if port.port == wanted] if wanted else every[:1] if len(every) == 1 else []
            yield Address(service, found[0] if found else None)

"""one port twice in a Service, or one node port in two Services

Why: The API server refuses both; of two Services with one node port the later never syncs.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateService.
Bad (no schema: the list is a map by port and protocol):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: a, port: 80}, {name: b, port: 80}]}
Bad (node port):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: other}
    spec: {type: NodePort, selector: {app: api}, ports: [{port: 80, nodePort: 30080}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: dns, namespace: shop}
    spec: {selector: {app: dns}, ports: [{name: dns, port: 53}, {name: dns-udp, port: 53, protocol: UDP}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, whole
from generator.facts.services import service_ports
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    mine = [(port.position, f"{port.port}/{port.protocol}") for port in service_ports(cluster, manifest)]
    for n, _, number in doubled(iter(mine)):
        yield Problem(f"port {number} is given twice", ("spec", "ports", n, "port"), fix="keep one")
    if not _with_node_port(manifest):
        return
    held = [(n, f"{row['nodePort']}/{row.get('protocol', 'TCP')}") for n, row in _with_node_port(manifest)]
    for n, _, number in doubled(iter(held)):
        place: Path = ("spec", "ports", n, "nodePort")
        yield Problem(f"node port {number} is given twice", place, fix="choose another, or leave it to the cluster")
    for number, own in _node_ports(manifest).items():
        other, n = _takers(cluster)[number]
        # Told at the later of the two.
        if other.id < manifest.id:
            yield Problem(
                f"node port {number} is taken by Service `{other.id.namespace}/{other.id.name}`",
                ("spec", "ports", own, "nodePort"),
                fix="choose another, or leave it to the cluster",
                related=(Place("the other Service", other, ("spec", "ports", n, "nodePort")),),
            )


@lru_cache(maxsize=8)
def _takers(cluster: Cluster) -> Mapping[str, tuple[Manifest, int]]:
    """The first Service, by name, that takes each node port, and the position of the port in it."""
    found: dict[str, tuple[Manifest, int]] = {}
    for service in sorted(cluster.all(kinds.SERVICE), key=lambda service: service.id):
        for number, n in _node_ports(service).items():
            found.setdefault(number, (service, n))
    return found


def _node_ports(service: Manifest) -> dict[str, int]:
    return {f"{row['nodePort']}/{row.get('protocol', 'TCP')}": n for n, row in _with_node_port(service)}


def _with_node_port(service: Manifest) -> list[tuple[int, Mapping[str, Any]]]:
    return [(n, row) for n, row in entries(service.body, "spec", "ports") if whole(row, "nodePort")]

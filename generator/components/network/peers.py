"""Peers and ports in the shape of NetworkPolicy rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator import mesh
from generator.model import OMIT, App

Values = Mapping[str, Any]


def namespaces(names: Iterable[str], labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Pods of these namespaces, or only those with the labels."""
    known = sorted(set(names))
    one = {"matchLabels": {mesh.NAMESPACE_LABEL: known[0]}}
    several = {"matchExpressions": [{"key": mesh.NAMESPACE_LABEL, "operator": "In", "values": known}]}
    peer: dict[str, Any] = {"namespaceSelector": one if len(known) == 1 else several}
    if labels:
        peer["podSelector"] = {"matchLabels": dict(labels)}
    return peer


def gateway(found: mesh.Gateway) -> dict[str, Any]:
    return namespaces([found.namespace], found.spec.get("selector"))


def block(cidr: str, left_out: Iterable[str] = ()) -> dict[str, Any]:
    return {"ipBlock": {"cidr": cidr, "except": list(left_out) or OMIT}}


def ports(numbers: Iterable[int], protocols: Iterable[str] = ("TCP",)) -> Any:
    """Workload ports, sorted; OMIT for none, which admits every port."""
    known = sorted(set(numbers))
    return [{"protocol": protocol, "port": number} for protocol in protocols for number in known] or OMIT


def rule(peers: list[dict[str, Any]], numbers: Any = OMIT) -> dict[str, Any]:
    """One rule of either direction. No peers means everybody."""
    return {"peers": peers or OMIT, "ports": numbers}


def written(app: App, row: Values, side: str, key: str) -> dict[str, Any]:
    """A rule as somebody wrote it under `network.ingress` or `network.egress`."""
    peers = []
    for number, peer in enumerate(row[side]):
        inside, cidr = peer.get("namespace") or peer.get("labels"), peer.get("cidr")
        if bool(inside) == bool(cidr) or (peer.get("except") and not cidr):
            message = "has to name pods (namespace, labels) or addresses (cidr, except), and not both"
            fix = "write one entry for each"
            raise mesh.error(app, f"{key}.{row['name']}.{side}[{number}]", message, "values-network-peer", fix)
        if cidr:
            peers.append(block(cidr, peer.get("except") or ()))
        elif peer.get("namespace"):
            peers.append(namespaces([peer["namespace"]], peer.get("labels")))
        else:
            peers.append({"podSelector": {"matchLabels": dict(peer["labels"])}})
    return rule(peers, ports(row.get("ports") or (), (row["protocol"],)))


def policy(
    pods: Mapping[str, str], ingress: list[dict[str, Any]] | None, egress: list[dict[str, Any]] | None
) -> Values:
    """What the template says. None leaves a direction to other policies, an empty list admits nothing."""
    directions = [name for name, rules in (("Ingress", ingress), ("Egress", egress)) if rules is not None]
    return {
        "selector": {"matchLabels": dict(pods)} if pods else {},
        "types": directions,
        "ingress": ingress or [],
        "egress": egress or [],
    }

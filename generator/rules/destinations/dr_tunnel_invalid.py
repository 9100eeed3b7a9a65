"""tunnel or PROXY protocol that istiod refuses

Why: A tunnel leads through a proxy by CONNECT or POST to a host and port; beside the PROXY protocol istiod refuses it.
Source: istio pkg/config/validation/validation.go, validateTrafficPolicy and validateTunnelSettings.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: proxy, namespace: egress}
    spec:
      host: proxy.example.com
      trafficPolicy: {tunnel: {protocol: GET, targetHost: "https://api.example.com", targetPort: 0}}
Bad (two ways at once):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: proxy, namespace: egress}
    spec:
      host: proxy.example.com
      trafficPolicy:
        proxyProtocol: {version: V2}
        tunnel: {targetHost: api.example.com, targetPort: 443}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: proxy, namespace: egress}
    spec:
      host: proxy.example.com
      trafficPolicy: {tunnel: {protocol: CONNECT, targetHost: api.example.com, targetPort: 443}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.addresses import is_ip
from generator.facts.cluster import Cluster
from generator.facts.fields import text, whole
from generator.facts.istio_names import host_fault
from generator.facts.traffic_policies import policies
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("tunnel",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for policy in policies(manifest):
        tunnel = policy.body.get("tunnel")
        if not isinstance(tunnel, Mapping):
            continue
        if policy.body.get("proxyProtocol") is not None:
            there = (*policy.path, "proxyProtocol")
            yield Problem("proxyProtocol beside tunnel", there, fix="keep one of them", at_key=True)
        yield from _judge(tunnel, (*policy.path, "tunnel"))


def _judge(tunnel: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    protocol, host, port = text(tunnel, "protocol"), text(tunnel, "targetHost"), whole(tunnel, "targetPort")
    if protocol not in ("", "CONNECT", "POST"):
        yield Problem(f"no tunnel is opened by `{protocol}`", (*path, "protocol"), fix="write CONNECT or POST")
    wrong = "it is a wildcard" if "*" in host else host_fault(host)
    if wrong and "targetHost" in tunnel and not is_ip(host):
        yield Problem(f"targetHost `{host}` is refused: {wrong}", (*path, "targetHost"), fix="write a host's full name")
    if port is not None and not 1 <= port <= 65535:
        yield Problem(f"port {port} does not exist", (*path, "targetPort"), fix="write 1 to 65535")

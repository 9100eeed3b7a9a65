"""clients and servers that disagree about mutual TLS

Why: A client that sends plain text, or TLS of its own, to a port that takes mutual TLS only gets a connection reset,
and so does one that speaks mutual TLS to a port without it.
Source: https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule; the
server's mode is the one in force on the pods' port, and pods without a sidecar are left out.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {tls: {mode: DISABLE}}}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 80, targetPort: 8080}], selector: {app: api}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec: {containers: [{name: api, image: "api:1"}]}
Bad (a rule for the whole namespace):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: all, namespace: shop}
    spec: {host: "*.shop.svc.cluster.local", trafficPolicy: {tls: {mode: DISABLE}}}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 80, targetPort: 8080}], selector: {app: api}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec: {containers: [{name: api, image: "api:1"}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 80, targetPort: 8080}], selector: {app: api}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec: {containers: [{name: api, image: "api:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text, whole
from generator.facts.istio_hosts import full_name, registry
from generator.facts.istio_protocol import TLS, protocol_of
from generator.facts.mutual_tls import DISABLE, PERMISSIVE, STRICT, Mode, mode
from generator.facts.services import ServicePort, pod_port, pods_behind, service_ports
from generator.facts.sidecars import captured, injected
from generator.facts.subsets import host_of, rules_of
from generator.facts.traffic_policies import Policy, policies
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("tls",)

_OWN = ("SIMPLE", "MUTUAL")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    used = [policy for policy in policies(manifest) if text(policy.body, "tls", "mode")]
    services = _services(cluster, host_of(manifest)) if used else ()
    for policy in used:
        for service in services:
            problem = _judge(cluster, service, policy)
            if problem is not None:
                yield problem
                break


def _services(cluster: Cluster, host: str) -> tuple[Manifest, ...]:
    """The Services whose clients take a rule's policies: of a wildcard all that have no rule of their own."""
    if "*" not in host:
        service = registry(cluster).services.get(host)
        return () if service is None else (service,)
    under = [owner for owner in registry(cluster).inside(host) if owner.id.kind == "Service"]
    return tuple(service for service in under if not rules_of(cluster, full_name(service)))


def _judge(cluster: Cluster, service: Manifest, policy: Policy) -> Problem | None:
    client = text(policy.body, "tls", "mode")
    for port in _ports(cluster, service, policy):
        server = _clash(cluster, service, port, client)
        if server is not None:
            return Problem(
                f"clients use mode {client} for port {port.port} of `{full_name(service)}`, its pods "
                f"{_TAKE[server.name]}",
                (*policy.path, "tls", "mode"),
                fix="write ISTIO_MUTUAL, or leave tls out" if server.name == STRICT else f"write {DISABLE}",
                related=() if server.policy is None else (Place("mode of the pods", server.policy, ("spec",)),),
            )
    return None


_TAKE = {STRICT: "take mutual TLS only", DISABLE: "take no mutual TLS", PERMISSIVE: "serve no TLS of their own"}


def _ports(cluster: Cluster, service: Manifest, policy: Policy) -> Iterator[ServicePort]:
    """The ports a policy is for; what a port says for itself replaces the general policy wholly."""
    special = {whole(row, "port", "number") for _, row in entries(policy.body, "portLevelSettings")}
    for port in service_ports(cluster, service):
        if port.port == policy.port if policy.per_port else port.port not in special:
            yield port


def _clash(cluster: Cluster, service: Manifest, port: ServicePort, client: str) -> Mode | None:
    """The mode of the first pods that cannot understand the clients."""
    for template in pods_behind(cluster, service):
        number = pod_port(template, port, cluster)
        if number is None or injected(cluster, template) is not True or not captured(template, number):
            continue
        server = mode(cluster, template, number)
        # Pods that serve TLS themselves understand clients that begin it themselves, unless mutual TLS is a must.
        plain = protocol_of(port) not in TLS
        if (
            (server.name == STRICT and client in (DISABLE, *_OWN))
            or (server.name == DISABLE and (client == "ISTIO_MUTUAL" or (client in _OWN and plain)))
            or (server.name == PERMISSIVE and client in _OWN and plain)
        ):
            return server
    return None

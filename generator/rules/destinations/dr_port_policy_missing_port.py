"""policy for a port that the host does not have

Why: istiod refuses port settings without a port; those of a port that the Service does not have never apply.
Source: istio pkg/config/validation/validation.go, validatePortTrafficPolicies.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        portLevelSettings: [{port: {number: 8080}, loadBalancer: {simple: RANDOM}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80, targetPort: 8080}], selector: {app: api}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        portLevelSettings: [{port: {number: 80}, loadBalancer: {simple: RANDOM}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80, targetPort: 8080}], selector: {app: api}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import registry
from generator.facts.istio_protocol import host_ports
from generator.facts.subsets import host_of
from generator.facts.traffic_policies import policies
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("portLevelSettings",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    ports = [port for owner in registry(cluster).owners(host_of(manifest)) for port in host_ports(owner)]
    for policy in policies(manifest):
        if not policy.per_port:
            continue
        if policy.port is None:
            yield Problem("the port settings name no port", policy.path, fix="add port.number")
        elif ports and all(port.number != policy.port for port in ports):
            behind = next((port.number for port in ports if port.target == policy.port), None)
            known = ", ".join(str(number) for number in sorted({port.number for port in ports}))
            yield Problem(
                f"`{host_of(manifest)}` has no port {policy.port}" + ("" if behind is None else ", its pods have"),
                (*policy.path, "port", "number"),
                fix=f"write {known if behind is None else behind}",
            )

"""one port of the pods under two protocols

Why: The sidecar opens a pod's port once, with one protocol: the traffic of the other Service breaks.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0116/
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 80, targetPort: 8080}], selector: {app: api}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api-raw, namespace: shop}
    spec: {ports: [{name: tcp, port: 80, targetPort: 8080}], selector: {app: api}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
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
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 80, targetPort: 8080}], selector: {app: api}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api-grpc, namespace: shop}
    spec: {ports: [{name: grpc, port: 80, targetPort: 9090}], selector: {app: api}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
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
from generator.facts.istio_protocol import SNIFFED, protocol_of
from generator.facts.services import pod_port, pods_behind, service_ports, services_of
from generator.facts.sidecars import injected
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    templates = pods_behind(cluster, manifest)
    # Most pods have one Service, and the first of several has nothing to contradict.
    if all(services_of(cluster, template)[:1] == (manifest,) for template in templates):
        return
    for template in templates:
        if not injected(cluster, template):
            continue
        before: dict[int, tuple[str, Manifest]] = {}
        for service in services_of(cluster, template):
            if service is manifest:
                break
            for port in service_ports(cluster, service):
                number = pod_port(template, port, cluster)
                if number is not None and port.protocol == "TCP":
                    before.setdefault(number, (protocol_of(port), service))
        for port in service_ports(cluster, manifest):
            known = before.get(pod_port(template, port, cluster) or 0)
            here = protocol_of(port)
            if known and port.protocol == "TCP" and SNIFFED not in (known[0], here) and known[0] != here:
                yield Problem(
                    f"the pods' port {port.target} is {here} here and {known[0]} in Service `{known[1].id.name}`",
                    port.path,
                    fix="declare one protocol for one port of the pods",
                    related=(Place("the other Service", known[1], ("spec", "ports")),),
                )
        return

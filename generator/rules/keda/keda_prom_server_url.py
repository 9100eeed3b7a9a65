"""serverAddress that leads nowhere

Why: KEDA appends /api/v1/query to it, so it needs a scheme and a host; a port that the Service does not have is
refused at each poll.
Source: kedacore/keda pkg/scalers/prometheus_scaler.go, ExecutePromQuery.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Bad (no such port):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: prom, namespace: obs}
    spec:
      selector: {app: prom}
      ports: [{port: 80, targetPort: 9090}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: prom, namespace: obs}
    spec:
      selector: {app: prom}
      ports: [{port: 9090}]
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.facts.services import ports
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("serverAddress",)
_PORTS = {"http": 80, "https": 443}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        address = trigger.metadata.get("serverAddress", "").strip()
        if trigger.type != "prometheus" or not address:
            continue
        parts = _split(address)
        if parts is None:
            yield Problem(
                f"serverAddress `{address}` is no absolute http or https URL",
                trigger.parameter("serverAddress"),
                fix=f"write it in full, such as http://{address.split('//')[-1]}",
            )
        else:
            yield from _port(cluster, trigger, parts)


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in _PORTS and parts.hostname else None


def _port(cluster: Cluster, trigger: Trigger, parts: SplitResult) -> Iterator[Problem]:
    labels = str(parts.hostname).split(".")
    if len(labels) < 2 or (len(labels) > 2 and labels[2] != "svc"):
        return
    service = cluster.get(kinds.SERVICE, labels[1], labels[0])
    known = [port.port for port in ports(service)] if service else []
    wanted = parts.port or _PORTS[parts.scheme]
    if service and known and wanted not in known:
        yield Problem(
            f"Service {service.id.namespace}/{service.id.name} has no port {wanted}",
            trigger.parameter("serverAddress"),
            fix=f"use port {' or '.join(map(str, known))}",
            related=(Place("its ports", service, ("spec", "ports")),),
        )

"""Which pods get a sidecar, as far as labels and namespaces tell.

Source: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, mapping

INJECT = "sidecar.istio.io/inject"
REVISION = "istio.io/rev"
TRAFFIC = "traffic.sidecar.istio.io"
PROXY_PORTS = frozenset((15000, 15001, 15004, 15006, 15008, 15020, 15021, 15090))
"""Ports of the sidecar itself; what is for them never passes through it as the workload's traffic."""


def notes_of(template: PodTemplate) -> Mapping[str, Any]:
    """The annotations of a pod."""
    return mapping(get(template.manifest.body, *template.path), "metadata", "annotations")


def captured(template: PodTemplate, port: int) -> bool:
    """Whether the sidecar of a pod takes what comes in on a port; a port that is left out is reached past it."""
    notes = notes_of(template)
    if port in PROXY_PORTS or str(port) in _listed(notes.get(f"{TRAFFIC}/excludeInboundPorts")):
        return False
    included = notes.get(f"{TRAFFIC}/includeInboundPorts")
    return included is None or bool({"*", str(port)} & _listed(included))


def _listed(written: object) -> set[str]:
    return {part.strip() for part in str(written).split(",")} if written is not None else set()


def is_gateway(template: PodTemplate) -> bool:
    """Whether the pod is a proxy itself, as Istio's charts for gateways make them."""
    if "gateway" in str(notes_of(template).get("inject.istio.io/templates")):
        return True
    return any(container.get("name") == "istio-proxy" for _, container in template.containers())


def injected(cluster: Cluster, template: PodTemplate) -> bool | None:
    """Whether a pod gets a sidecar; None where its namespace is not here to tell."""
    notes = notes_of(template)
    own = str(template.labels.get(INJECT, notes.get(INJECT, ""))).lower()
    if own == "false" or template.spec.get("hostNetwork") is True:
        return False
    namespace = cluster.get(kinds.NAMESPACE, "", template.namespace)
    labels = mapping(namespace.body, "metadata", "labels") if namespace else {}
    if labels.get("istio-injection") == "disabled":
        return False
    if own == "true" or REVISION in template.labels:
        return True
    if namespace is None:
        return None
    return labels.get("istio-injection") == "enabled" or REVISION in labels

"""The mutual TLS mode in force on a workload's port.

Source: https://istio.io/latest/docs/reference/config/security/peer_authentication/; ports are those of the pods.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, mapping
from generator.facts.fields import text
from generator.facts.istio_hosts import root_namespace
from generator.facts.selector import matches_labels
from generator.model import Manifest

STRICT, PERMISSIVE, DISABLE, UNKNOWN = "STRICT", "PERMISSIVE", "DISABLE", ""


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode, and the PeerAuthentication it comes from; UNKNOWN where two policies overlap and the oldest wins."""

    name: str
    policy: Manifest | None = None


@lru_cache(maxsize=8)
def _general(cluster: Cluster) -> Mapping[str, tuple[Manifest, ...]]:
    found: dict[str, list[Manifest]] = {}
    for policy in cluster.all(kinds.PEER_AUTHENTICATION):
        if not _labels(policy):
            found.setdefault(policy.id.namespace, []).append(policy)
    return {name: tuple(items) for name, items in found.items()}


def _labels(policy: Manifest) -> Mapping[str, object]:
    return mapping(policy.body, "spec", "selector", "matchLabels")


def selecting(cluster: Cluster, template: PodTemplate) -> tuple[Manifest, ...]:
    """The PeerAuthentications that select a pod by label."""
    return _selecting(cluster).get(id(template.manifest), ())


@lru_cache(maxsize=8)
def _selecting(cluster: Cluster) -> Mapping[int, tuple[Manifest, ...]]:
    """The PeerAuthentications that select each pod template, by `id` of the object that holds it."""
    found: dict[int, list[Manifest]] = {}
    for policy in cluster.all(kinds.PEER_AUTHENTICATION):
        labels = _labels(policy)
        for template in cluster.selected(policy.id.namespace, {"matchLabels": labels}) if labels else ():
            if matches_labels(labels, template.labels):
                found.setdefault(id(template.manifest), []).append(policy)
    return {holder: tuple(policies) for holder, policies in found.items()}


def general(cluster: Cluster, namespace: str) -> tuple[Manifest, ...]:
    """The PeerAuthentications for a whole namespace (for the mesh, in the root namespace)."""
    return _general(cluster).get(namespace, ())


def mode(cluster: Cluster, template: PodTemplate, port: int) -> Mode:
    """The mode of a pod's port: of the port, the workload, the namespace, the mesh, whichever is set first."""
    chain = (selecting(cluster, template), general(cluster, template.namespace))
    root = root_namespace(cluster)
    for policies in (*chain, () if template.namespace == root else general(cluster, root)):
        if len(policies) > 1:
            return Mode(UNKNOWN)
        for policy in policies:
            ports = mapping(policy.body, "spec", "portLevelMtls")
            own = text(ports, str(port), "mode") if _labels(policy) else ""
            for name in (own, text(policy.body, "spec", "mtls", "mode")):
                if name not in ("", "UNSET"):
                    return Mode(name, policy)
    return Mode(PERMISSIVE)

"""Who calls pods from outside their applications: Prometheus and KEDA's operator, and whether they are in the mesh.

Source: https://istio.io/latest/docs/ops/integrations/prometheus/ (Prometheus scrapes pods by address, past Services)
and https://keda.sh/docs/latest/integrations/istio-integration/.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.facts.selecting import PROMETHEUS
from generator.facts.sidecars import INJECT, REVISION

KEDA, KEDA_ACCOUNT = "keda", "keda-operator"


@dataclass(frozen=True, slots=True)
class Outsider:
    """A client: where it runs, its ServiceAccount where it is known, and whether it has a sidecar (None: unknown)."""

    namespace: str
    account: str = ""
    in_mesh: bool | None = None


@lru_cache(maxsize=8)
def prometheus(cluster: Cluster) -> Outsider | None:
    """Who scrapes: the Prometheus object that is here, or what the settings say; None where nobody says."""
    for owner in cluster.all(PROMETHEUS):
        labels = mapping(owner.body, "spec", "podMetadata", "labels")
        notes = mapping(owner.body, "spec", "podMetadata", "annotations")
        own = str(labels.get(INJECT, notes.get(INJECT, ""))).lower()
        inside = {"true": True, "false": False}.get(own, in_mesh(cluster, owner.id.namespace))
        return Outsider(owner.id.namespace, text(owner.body, "spec", "serviceAccountName"), inside)
    namespace = text(cluster.settings, "monitoring", "namespace")
    account = text(cluster.settings, "monitoring", "prometheusServiceAccount")
    return Outsider(namespace, account, in_mesh(cluster, namespace)) if namespace else None


@lru_cache(maxsize=8)
def keda(cluster: Cluster) -> Outsider:
    """KEDA's operator, which reads what triggers point at: in the namespace its manifests name, `keda` by custom."""
    return Outsider(KEDA, KEDA_ACCOUNT, in_mesh(cluster, KEDA))


def in_mesh(cluster: Cluster, namespace: str) -> bool | None:
    """Whether pods of a namespace get a sidecar unless they say otherwise; None where the Namespace is not here."""
    found = cluster.get(kinds.NAMESPACE, "", namespace)
    if found is None:
        return None
    labels = mapping(found.body, "metadata", "labels")
    if labels.get("istio-injection") == "disabled":
        return False
    return labels.get("istio-injection") == "enabled" or REVISION in labels

"""Which pods get a sidecar, as far as labels and namespaces tell.

Source: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
"""

from __future__ import annotations

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, mapping

INJECT = "sidecar.istio.io/inject"
REVISION = "istio.io/rev"


def injected(cluster: Cluster, template: PodTemplate) -> bool | None:
    """Whether a pod gets a sidecar; None where its namespace is not here to tell."""
    notes = mapping(get(template.manifest.body, *template.path), "metadata", "annotations")
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

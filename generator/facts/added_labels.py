"""Labels that controllers put on pods and no template shows.

Source: https://kubernetes.io/docs/reference/labels-annotations-taints/ and
https://argo-rollouts.readthedocs.io/en/stable/features/specification/.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster

POD_NAME = "statefulset.kubernetes.io/pod-name"
_ADDED = frozenset(
    {
        POD_NAME,
        "apps.kubernetes.io/pod-index",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
        "batch.kubernetes.io/job-name",
        "controller-revision-hash",
        "controller-uid",
        "job-name",
        "pod-template-generation",
        "pod-template-hash",
        "rollouts-pod-template-hash",
    }
)


def may_select(cluster: Cluster, namespace: str, labels: Mapping[str, Any]) -> bool:
    """Whether labels take in pods of the namespace when those that controllers add are taken for granted."""
    if not _ADDED & labels.keys():
        return False
    pod, _, number = str(labels.get(POD_NAME, "")).rpartition("-")
    if number.isdigit() and cluster.get(kinds.STATEFUL_SET, namespace, pod) is None:
        return False
    shown = {key: value for key, value in labels.items() if key not in _ADDED}
    return not shown or bool(cluster.selected(namespace, {"matchLabels": shown}))

"""The order of keys in written objects: known Kubernetes keys by rank, all others after them by alphabet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# One order for every mapping, whatever its parent: what identifies a thing first, what it is made of next, its
# state last. A key that is not here sorts by code point after those of `_FIRST` and before those of `_LAST`.
_FIRST = (
    "apiVersion kind metadata name namespace uid generateName labels annotations finalizers ownerReferences "
    "type enabled group version project source sources repoURL chart targetRevision path ref helm destination server "
    "scaleTargetRef target host hosts port number protocol targetPort containerPort nodePort appProtocol "
    "replicas minReplicas maxReplicas minReplicaCount maxReplicaCount revisionHistoryLimit minReadySeconds "
    "pollingInterval cooldownPeriod selector matchLabels matchExpressions key operator values topologyKey "
    "strategy template spec data stringData binaryData rules groups subsets "
    "serviceAccountName automountServiceAccountToken priorityClassName initContainers containers "
    "image imagePullPolicy command args workingDir ports envFrom env value valueFrom secretKeyRef configMapKeyRef "
    "resources requests limits cpu memory ephemeral-storage startupProbe readinessProbe livenessProbe lifecycle "
    "httpGet tcpSocket exec grpc initialDelaySeconds periodSeconds timeoutSeconds successThreshold failureThreshold "
    "volumeMounts mountPath subPath readOnly securityContext alert record expr for summary description runbook_url"
).split()
_LAST = ("volumes", "metrics", "triggers", "behavior", "advanced", "syncPolicy", "syncOptions", "retry",
         "ignoreDifferences", "status")  # fmt: skip
_RANK = {key: (number, key) for number, key in enumerate(_FIRST)} | {
    key: (10_001 + number, key) for number, key in enumerate(_LAST)
}


def order_key(key: str) -> tuple[int, str]:
    """What to sort the keys of any mapping by."""
    return _RANK.get(key) or (10_000, key)


@lru_cache(maxsize=16_384)
def _ordered(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=order_key))


def ordered(mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a mapping as the writer writes them; independent of insertion order."""
    return _ordered(tuple(mapping))

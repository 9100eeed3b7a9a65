"""The order of keys in written objects: known Kubernetes keys by rank, all others among them by alphabet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# One order for every mapping, whatever its parent and however it was filled: what identifies a thing first, what it
# is made of next, its state last. Keys that are in neither table stand between the two, by code point; so do the
# entries of labels, annotations and data, of which few have a name from here.
# fmt: off
_FIRST = (
    "apiVersion", "group", "kind",
    "alert", "record", "expr", "for", "keep_firing_for",
    "name", "generateName", "namespace", "uid", "labels", "annotations", "finalizers", "ownerReferences",
    "type", "metadata", "enabled", "version", "project",
    "sources", "source", "repoURL", "chart", "targetRevision", "ref", "path", "helm", "server", "destination",
    "scaleTargetRef", "targetRef", "hosts", "host", "subset", "port", "number", "targetPort", "containerPort",
    "nodePort", "protocol", "appProtocol",
    "replicas", "minReplicas", "maxReplicas", "minReplicaCount", "maxReplicaCount", "revisionHistoryLimit",
    "minReadySeconds", "pollingInterval", "cooldownPeriod",
    "selector", "matchLabels", "matchExpressions", "key", "operator", "value", "values", "valueFrom", "topologyKey",
    "strategy", "template", "spec", "immutable", "data", "stringData", "binaryData",
    "serviceAccountName", "automountServiceAccountToken", "priorityClassName", "initContainers", "containers",
    "image", "imagePullPolicy", "command", "args", "workingDir", "ports", "envFrom", "env",
    "configMapRef", "secretRef", "configMapKeyRef", "secretKeyRef", "fieldRef",
    "resources", "requests", "limits", "cpu", "memory", "ephemeral-storage",
    "startupProbe", "readinessProbe", "livenessProbe", "lifecycle", "httpGet", "tcpSocket", "exec", "grpc",
    "initialDelaySeconds", "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold",
    "volumeMounts", "mountPath", "subPath", "readOnly", "securityContext",
    "summary", "description", "runbook_url",
)
_LAST = (
    "volumes", "metrics", "triggers", "behavior", "advanced",
    "syncPolicy", "syncOptions", "retry", "ignoreDifferences", "status",
)
# fmt: on
_BETWEEN = len(_FIRST)
_RANK = {key: (rank, key) for rank, key in enumerate(_FIRST)} | {
    key: (_BETWEEN + 1 + rank, key) for rank, key in enumerate(_LAST)
}


def order_key(key: str) -> tuple[int, str]:
    """What the keys of any mapping are sorted by."""
    return _RANK.get(key) or (_BETWEEN, key)


@lru_cache(maxsize=16_384)
def _ordered(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=order_key))


def ordered(mapping: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a mapping as the writer writes them, whatever order they were put in."""
    return _ordered(tuple(mapping))

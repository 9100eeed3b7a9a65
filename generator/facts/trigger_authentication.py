"""What a TriggerAuthentication gives to the triggers that name it.

Source: kedacore/keda apis/keda/v1alpha1/triggerauthentication_types.go, pkg/scaling/resolver/scale_resolvers.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.fields import entries
from generator.facts.scaled_object import AUTHENTICATIONS, SCALED, Trigger, triggers
from generator.model import Manifest, ObjectId, Path

_LISTS: tuple[Path, ...] = (
    ("secretTargetRef",),
    ("configMapTargetRef",),
    ("env",),
    ("boundServiceAccountToken",),
    ("hashiCorpVault", "secrets"),
    ("azureKeyVault", "secrets"),
    ("gcpSecretManager", "secrets"),
    ("awsSecretManager", "secrets"),
)
_OPAQUE = ("filePath", "oauth2", "azureServicePrincipal")
"""Sources whose parameters stand elsewhere."""


@dataclass(frozen=True)
class Supply:
    """One parameter that a TriggerAuthentication gives: where it says so, and the row that does."""

    parameter: str
    path: Path
    row: Mapping[str, Any]

    @property
    def source(self) -> str:
        """The list it stands in."""
        return str(self.path[1])


def supplies(authentication: Manifest) -> Iterator[Supply]:
    """Every parameter that it names."""
    for place in _LISTS:
        for n, row in entries(authentication.body, "spec", *place):
            yield Supply(str(row.get("parameter") or ""), ("spec", *place, n), row)


def opaque(authentication: Manifest) -> bool:
    """Whether it may give parameters that it does not name."""
    spec = mapping(authentication.body, "spec")
    return any(spec.get(key) for key in _OPAQUE)


def identity(authentication: Manifest) -> str:
    """The provider of its pod identity, "" without one."""
    found = str(get(authentication.body, "spec", "podIdentity", "provider") or "")
    return "" if found == "none" else found


def reference(trigger: Trigger) -> ObjectId | None:
    """What the trigger's authenticationRef names, None without a usable one."""
    ref = trigger.body.get("authenticationRef")
    if not isinstance(ref, Mapping) or not ref.get("name"):
        return None
    kind = str(ref.get("kind") or "TriggerAuthentication")
    namespace = "" if kind == "ClusterTriggerAuthentication" else trigger.manifest.id.namespace
    return ObjectId("keda.sh", kind, namespace, str(ref["name"]))


def of_trigger(cluster: Cluster, trigger: Trigger) -> Manifest | None:
    """The TriggerAuthentication of a trigger, None where it has none or it is not here."""
    who = reference(trigger)
    return cluster.by_id.get(who) if who else None


@lru_cache(maxsize=64)
def users(cluster: Cluster) -> Mapping[ObjectId, tuple[Trigger, ...]]:
    """The triggers that name each TriggerAuthentication."""
    found: dict[ObjectId, list[Trigger]] = {}
    for manifest in cluster.all(*SCALED):
        for trigger in triggers(manifest):
            who = reference(trigger)
            if who is not None:
                found.setdefault(who, []).append(trigger)
    return {who: tuple(items) for who, items in found.items()}


def secret_namespace(authentication: Manifest) -> str:
    """Where its Secrets and ConfigMaps live; "" (KEDA's own namespace, unknown here) for a cluster-wide one."""
    return "" if authentication.id.kind == "ClusterTriggerAuthentication" else authentication.id.namespace


def named_alike(cluster: Cluster, who: ObjectId) -> tuple[Manifest, ...]:
    """Authentications of that name which the reference does not reach."""
    return tuple(m for m in cluster.all(*AUTHENTICATIONS) if m.id.name == who.name and m.id != who)


def available(cluster: Cluster, namespace: str, kind: str) -> list[str]:
    """Names a trigger of the namespace could use, sorted."""
    cluster_wide = kind == "ClusterTriggerAuthentication"
    wanted = kinds.CLUSTER_TRIGGER_AUTHENTICATION if cluster_wide else kinds.TRIGGER_AUTHENTICATION
    return sorted({m.id.name for m in cluster.all(wanted) if cluster_wide or m.id.namespace == namespace})

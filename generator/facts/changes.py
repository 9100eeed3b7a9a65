"""What a change does to a cluster: objects that were and are, that are gone, that changed hands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.applications import Declared, annotated_options, automated, declared
from generator.facts.cluster import Cluster, get, kind_name, mapping
from generator.facts.rendered_by import owners
from generator.facts.resources import amount as quantity_of
from generator.model import Manifest, ObjectId, Path

_CLAIM = "PersistentVolumeClaim"
_STORAGE: Path = ("spec", "resources", "requests", "storage")
_ROLE_BINDINGS = ("RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io")
_STATEFUL_SET_MUTABLE = frozenset({
    "replicas", "template", "updateStrategy", "persistentVolumeClaimRetentionPolicy", "minReadySeconds", "ordinals",
    "revisionHistoryLimit",
})  # fmt: skip
_DEFAULTS = {
    "podManagementPolicy": "OrderedReady",
    "volumeMode": "Filesystem",
    "type": "Opaque",
    "preemptionPolicy": "PreemptLowerPriority",
    "reclaimPolicy": "Delete",
    "volumeBindingMode": "Immediate",
}
_FIXED: Mapping[str, tuple[Path, ...]] = {
    kinds.DEPLOYMENT: (("spec", "selector"),),
    kinds.DAEMON_SET: (("spec", "selector"),),
    kinds.REPLICA_SET: (("spec", "selector"),),
    kinds.JOB: (("spec", "template"), ("spec", "selector"), ("spec", "completionMode")),
    kinds.SERVICE: (("spec", "clusterIP"), ("spec", "loadBalancerClass")),
    kinds.SECRET: (("type",),),
    "StorageClass.storage.k8s.io": (("provisioner",), ("parameters",), ("reclaimPolicy",), ("volumeBindingMode",)),
    "PriorityClass.scheduling.k8s.io": (("value",), ("preemptionPolicy",)),
    "RuntimeClass.node.k8s.io": (("handler",),),
    "IngressClass.networking.k8s.io": (("spec", "controller"),),
    "CustomResourceDefinition.apiextensions.k8s.io": (("spec", "group"), ("spec", "scope"), ("spec", "names", "kind")),
    **dict.fromkeys(_ROLE_BINDINGS, (("roleRef",),)),
}


@lru_cache(maxsize=8)
def pairs(cluster: Cluster) -> tuple[tuple[Manifest, Manifest], ...]:
    """Every object that was there before and still is, as (before, now); none where nothing is compared."""
    if cluster.previous is None:
        return ()
    before = cluster.previous.by_id
    return tuple((before[m.id], m) for m in cluster.manifests if m.id in before)


@lru_cache(maxsize=8)
def removed(cluster: Cluster) -> tuple[Manifest, ...]:
    """Every object that was there before and no longer is."""
    if cluster.previous is None:
        return ()
    return tuple(m for m in cluster.previous.manifests if m.id not in cluster.by_id)


@dataclass(frozen=True)
class Pruned:
    """An object that a sync deletes: itself, as it was, and the Application (as it is now) that deletes it."""

    manifest: Manifest
    by: Declared


def pruned(cluster: Cluster) -> Iterator[Pruned]:
    """The removed objects that automated pruning deletes; `Prune=false` keeps them, confirmation is asked for."""
    if cluster.previous is None:
        return
    before = owners(cluster.previous)
    for manifest in removed(cluster):
        if annotated_options(manifest).get("Prune") in ("false", "confirm"):
            continue
        for app in before.get(id(manifest), ()):
            now = cluster.by_id.get(app.manifest.id)
            policy = automated(declared(now)) if now is not None else None
            if now is not None and policy is not None and policy.get("prune") is True:
                yield Pruned(manifest, declared(now))
                break


@lru_cache(maxsize=8)
def owner_names(cluster: Cluster) -> Mapping[ObjectId, frozenset[ObjectId]]:
    """The Applications of each object."""
    known = owners(cluster)
    return {m.id: frozenset(app.manifest.id for app in known[id(m)]) for m in cluster.manifests if known.get(id(m), ())}


def immutable_changes(before: Manifest, now: Manifest) -> Iterator[Path]:
    """The fields that differ although the API server never lets them change."""
    kind = kind_name(now)
    for path in _FIXED.get(kind, ()):
        default = _DEFAULTS.get(str(path[-1]))
        old, new = get(before.body, *path) or default, get(now.body, *path) or default
        if old != new and not (kind == kinds.SERVICE and _assigned(before, now, path)):
            yield path
    if kind == kinds.STATEFUL_SET:
        yield from _differing(before, now, _STATEFUL_SET_MUTABLE)
    elif kind == kinds.JOB and get(now.body, "spec", "completionMode") != "Indexed":
        # Only an indexed Job may grow while it runs.
        yield from (path for path in (("spec", "completions"),) if get(before.body, *path) != get(now.body, *path))
    elif kind == _CLAIM:
        given = frozenset({"storageClassName"} - set(mapping(before.body, "spec")))  # the cluster's default was put in
        mutable = frozenset({"resources", "volumeAttributesClassName", "volumeName"}) | given
        yield from _differing(before, now, mutable)
        if _shrinks(before, now):
            yield _STORAGE
    elif kind in (kinds.CONFIG_MAP, kinds.SECRET) and before.body.get("immutable") is True:
        yield from (
            (field,)
            for field in ("data", "binaryData", "stringData")
            if get(before.body, field) != get(now.body, field)
        )
        if now.body.get("immutable") is not True:
            yield ("immutable",)


def _assigned(before: Manifest, now: Manifest, path: Path) -> bool:
    """Whether the cluster fills in what a Service leaves out, so that nothing changes."""
    old, new = get(before.body, *path), get(now.body, *path)
    if path == ("spec", "clusterIP") and new == "None":
        # A Service that has an address cannot give it up, and ExternalName has none.
        return bool(get(before.body, "spec", "type") == "ExternalName")
    return not old or not new


def _shrinks(before: Manifest, now: Manifest) -> bool:
    old, new = quantity_of(get(before.body, *_STORAGE)), quantity_of(get(now.body, *_STORAGE))
    return old is not None and new is not None and new < old


def _differing(before: Manifest, now: Manifest, mutable: frozenset[str]) -> Iterator[Path]:
    old, new = mapping(before.body, "spec"), mapping(now.body, "spec")
    for field in sorted({*old, *new} - mutable):
        if _value(old, field) != _value(new, field):
            yield ("spec", field)


def _value(spec: Mapping[str, Any], field: str) -> Any:
    return spec.get(field, _DEFAULTS.get(field))

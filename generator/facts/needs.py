"""What objects need of each other to become healthy, as far as both are applied by one sync of Argo CD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries, text
from generator.facts.istio_hosts import expand
from generator.facts.providers import providers
from generator.facts.references import references
from generator.facts.rendered_by import together
from generator.model import Manifest, ObjectId, Path

CRD = "CustomResourceDefinition.apiextensions.k8s.io"
_STORES = {"SecretStore": False, "ClusterSecretStore": True}


@dataclass(frozen=True)
class Need:
    """One object needs another. `path` leads to where it says so; `waits`: it is never healthy without."""

    consumer: Manifest
    path: Path
    provider: Manifest
    waits: bool


@lru_cache(maxsize=8)
def needs(cluster: Cluster) -> tuple[Need, ...]:
    """Every need between two objects that one sync applies."""
    groups: dict[int, set[int]] = {}
    for number, group in enumerate(together(cluster)):
        for manifest in group:
            groups.setdefault(id(manifest), set()).add(number)
    nothing: set[int] = set()
    return tuple(
        need
        for need in (*_pods(cluster), *_triggers(cluster), *_stores(cluster), *_routes(cluster), *_custom(cluster))
        if groups.get(id(need.consumer), nothing) & groups.get(id(need.provider), nothing)
    )


def _pods(cluster: Cluster) -> Iterator[Need]:
    for reference in references(cluster):
        if reference.optional:
            continue
        for found in providers(cluster, reference.kind, reference.namespace, reference.name):
            yield Need(reference.manifest, reference.path, found.manifest, True)
    for template in cluster.templates:
        path: Path = (*template.path, "spec", "serviceAccountName")
        account = cluster.get(kinds.SERVICE_ACCOUNT, template.namespace, text(template.spec, "serviceAccountName"))
        if account is not None:
            yield Need(template.manifest, path, account, True)
        for n, volume in entries(template.spec, "volumes"):
            claim = text(volume, "persistentVolumeClaim", "claimName")
            found_claim = cluster.get("PersistentVolumeClaim", template.namespace, claim) if claim else None
            if found_claim is not None:
                where = (*template.path, "spec", "volumes", n, "persistentVolumeClaim", "claimName")
                yield Need(template.manifest, where, found_claim, True)


def _triggers(cluster: Cluster) -> Iterator[Need]:
    for manifest in cluster.all(kinds.SCALED_OBJECT, kinds.SCALED_JOB):
        for n, trigger in entries(manifest.body, "spec", "triggers"):
            name = text(trigger, "authenticationRef", "name")
            wide = text(trigger, "authenticationRef", "kind") == "ClusterTriggerAuthentication"
            kind = kinds.CLUSTER_TRIGGER_AUTHENTICATION if wide else kinds.TRIGGER_AUTHENTICATION
            found = cluster.get(kind, "" if wide else manifest.id.namespace, name) if name else None
            if found is not None:
                yield Need(manifest, ("spec", "triggers", n, "authenticationRef", "name"), found, True)


def _stores(cluster: Cluster) -> Iterator[Need]:
    for manifest in cluster.all(kinds.EXTERNAL_SECRET):
        kind = text(manifest.body, "spec", "secretStoreRef", "kind") or "SecretStore"
        name = text(manifest.body, "spec", "secretStoreRef", "name")
        if kind in _STORES and name:
            namespace = "" if _STORES[kind] else manifest.id.namespace
            found = cluster.get(f"{kind}.external-secrets.io", namespace, name)
            if found is not None:
                yield Need(manifest, ("spec", "secretStoreRef", "name"), found, True)


@lru_cache(maxsize=8)
def _subsets(cluster: Cluster) -> Mapping[tuple[str, str], Manifest]:
    """The DestinationRules by full host and subset."""
    found: dict[tuple[str, str], Manifest] = {}
    for rule in cluster.all(kinds.DESTINATION_RULE):
        host = expand(text(rule.body, "spec", "host"), rule.id.namespace)
        for _, subset in entries(rule.body, "spec", "subsets"):
            found.setdefault((host, text(subset, "name")), rule)
    return found


def _routes(cluster: Cluster) -> Iterator[Need]:
    for manifest in cluster.all(kinds.VIRTUAL_SERVICE):
        for n, named in enumerate(rows(manifest.body, "spec", "gateways")):
            if not isinstance(named, str) or named == "mesh":
                continue
            namespace, _, name = named.rpartition("/")
            gateway = cluster.get(kinds.GATEWAY, namespace or manifest.id.namespace, name)
            if gateway is not None:
                yield Need(manifest, ("spec", "gateways", n), gateway, False)
        for protocol in ("http", "tcp", "tls"):
            for n, route in entries(manifest.body, "spec", protocol):
                for m, row in entries(route, "route"):
                    subset = text(row, "destination", "subset")
                    host = expand(text(row, "destination", "host"), manifest.id.namespace)
                    rule = _subsets(cluster).get((host, subset)) if subset else None
                    if rule is not None:
                        yield Need(manifest, ("spec", protocol, n, "route", m, "destination", "subset"), rule, False)


def _custom(cluster: Cluster) -> Iterator[Need]:
    crds = {(text(c.body, "spec", "group"), text(c.body, "spec", "names", "kind")): c for c in cluster.all(CRD)}
    for manifest in cluster.manifests if crds else ():
        crd = crds.get((manifest.id.group, manifest.id.kind))
        if crd is not None:
            yield Need(manifest, ("kind",), crd, False)


def identity(need: Need) -> tuple[ObjectId, ObjectId]:
    """Who needs whom."""
    return need.consumer.id, need.provider.id

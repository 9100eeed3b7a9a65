"""Which Secrets and ConfigMaps a tree makes, and which keys they will have.

A Secret may be written out, or made from an ExternalSecret, a SealedSecret, a Certificate or a Strimzi user.
Source: external-secrets.io (target, data, dataFrom), bitnami.com SealedSecret spec, cert-manager Certificate spec.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.model import Manifest

SEALED_SECRET = "SealedSecret.bitnami.com"
CERTIFICATE = "Certificate.cert-manager.io"
KAFKA_USER = "KafkaUser.kafka.strimzi.io"
_TLS = frozenset(("tls.crt", "tls.key", "ca.crt"))


@dataclass(frozen=True)
class Keys:
    """What is known of a Secret's or ConfigMap's keys. Unless `complete`, it may have others."""

    maker: Manifest
    names: frozenset[str]
    complete: bool = True


def secret(cluster: Cluster, namespace: str, name: str) -> Keys | None:
    """The Secret of this name, None where nothing here makes it."""
    return _secrets(cluster).get((namespace, name))


def config_map(cluster: Cluster, namespace: str, name: str) -> Keys | None:
    """The ConfigMap of this name, None where it is not here."""
    found = cluster.get(kinds.CONFIG_MAP, namespace, name)
    return Keys(found, _keys(found.body, "data", "binaryData")) if found else None


def names(cluster: Cluster, kind: str, namespace: str) -> list[str]:
    """The names of all Secrets (or ConfigMaps) that a namespace will have, sorted."""
    if kind == kinds.SECRET:
        return sorted(name for space, name in _secrets(cluster) if space == namespace)
    return sorted(m.id.name for m in cluster.all(kinds.CONFIG_MAP) if m.id.namespace == namespace)


@lru_cache(maxsize=64)
def _secrets(cluster: Cluster) -> Mapping[tuple[str, str], Keys]:
    found: dict[tuple[str, str], Keys] = {}
    for kind, read in _MAKERS.items():
        for manifest in cluster.all(kind):
            for name, keys in read(manifest):
                found.setdefault((manifest.id.namespace, name), keys)
    return found


def _keys(body: Mapping[str, Any], *fields: str) -> frozenset[str]:
    return frozenset(str(key) for name in fields for key in mapping(body, name))


def _written(manifest: Manifest) -> Iterator[tuple[str, Keys]]:
    yield manifest.id.name, Keys(manifest, _keys(manifest.body, "data", "stringData"))


def _external(manifest: Manifest) -> Iterator[tuple[str, Keys]]:
    spec = mapping(manifest.body, "spec")
    name = str(get(spec, "target", "name") or manifest.id.name)
    template = mapping(spec, "target", "template")
    listed = frozenset(str(get(row, "secretKey")) for row in rows(spec, "data"))
    if template.get("data") or template.get("templateFrom"):
        keys = _keys(template, "data")
        if template.get("mergePolicy") == "Merge":
            keys |= listed
        yield name, Keys(manifest, keys, complete=not (template.get("templateFrom") or spec.get("dataFrom")))
        return
    yield name, Keys(manifest, listed, complete=not rows(spec, "dataFrom"))


def _sealed(manifest: Manifest) -> Iterator[tuple[str, Keys]]:
    template = mapping(manifest.body, "spec", "template")
    name = str(get(template, "metadata", "name") or manifest.id.name)
    keys = _keys(mapping(manifest.body, "spec"), "encryptedData") | _keys(template, "data")
    yield name, Keys(manifest, keys)


def _certificate(manifest: Manifest) -> Iterator[tuple[str, Keys]]:
    spec = mapping(manifest.body, "spec")
    if spec.get("secretName"):
        extra = bool(spec.get("keystores") or spec.get("additionalOutputFormats"))
        yield str(spec["secretName"]), Keys(manifest, _TLS, complete=not extra)


def _user(manifest: Manifest) -> Iterator[tuple[str, Keys]]:
    yield manifest.id.name, Keys(manifest, frozenset(), complete=False)


_MAKERS: Mapping[str, Callable[[Manifest], Iterator[tuple[str, Keys]]]] = {
    kinds.SECRET: _written,
    kinds.EXTERNAL_SECRET: _external,
    SEALED_SECRET: _sealed,
    CERTIFICATE: _certificate,
    KAFKA_USER: _user,
}

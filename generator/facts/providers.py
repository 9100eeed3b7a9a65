"""Who provides a ConfigMap or a Secret, and with which keys: the objects themselves and those that make them.

Source: the specs of ExternalSecret (external-secrets.io), Certificate (cert-manager.io), SealedSecret (bitnami.com) and
Bundle (trust.cert-manager.io); what operators make stands in operated_secrets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.operated_secrets import TLS_KEYS, made_by, spread
from generator.facts.suggest import same_but_for_spelling
from generator.model import Manifest

EVERYWHERE = frozenset({"kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt"})
"""ConfigMaps that Kubernetes, Istio and OpenShift keep in every namespace."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An object that gives a ConfigMap or Secret. `keys` is None when they cannot be known from here."""

    manifest: Manifest
    name: str
    namespace: str
    keys: frozenset[str] | None


@lru_cache(maxsize=8)
def _provided(cluster: Cluster) -> Mapping[tuple[str, str, str], tuple[Provider, ...]]:
    found: dict[tuple[str, str, str], list[Provider]] = {}
    for manifest in cluster.manifests:
        for kind, provider in _provides(manifest):
            found.setdefault((kind, provider.namespace, provider.name), []).append(provider)
    return {key: tuple(items) for key, items in found.items()}


def providers(cluster: Cluster, kind: str, namespace: str, name: str) -> tuple[Provider, ...]:
    """Who provides a ConfigMap or Secret (`kind`); what fills every namespace counts for each."""
    known = _provided(cluster)
    return known.get((kind, namespace, name), ()) + known.get((kind, "*", name), ())


@lru_cache(maxsize=8)
def _names(cluster: Cluster) -> Mapping[tuple[str, str], frozenset[str]]:
    """The names provided, by kind and namespace."""
    found: dict[tuple[str, str], set[str]] = {}
    for kind, namespace, name in _provided(cluster):
        found.setdefault((kind, namespace), set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


@lru_cache(maxsize=8)
def _places(cluster: Cluster) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The namespaces something is provided in, sorted, by kind and name."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, namespace, name in _provided(cluster):
        found.setdefault((kind, name), []).append(namespace)
    return {key: tuple(sorted(namespaces)) for key, namespaces in found.items()}


def provided_names(cluster: Cluster, kind: str, namespace: str) -> list[str]:
    """The names of every ConfigMap or Secret provided in a namespace, sorted."""
    known, nothing = _names(cluster), frozenset[str]()
    return sorted(known.get((kind, namespace), nothing) | known.get((kind, "*"), nothing))


@lru_cache(maxsize=4096)
def spelled_otherwise(cluster: Cluster, kind: str, namespace: str, name: str) -> str:
    """The ConfigMap or Secret of the namespace whose name differs from this one only in spelling, "" without one."""
    return same_but_for_spelling(name, provided_names(cluster, kind, namespace))


def provided_elsewhere(cluster: Cluster, kind: str, namespace: str, name: str) -> tuple[Provider, ...]:
    """Providers of the same name in other namespaces, sorted by namespace."""
    known = _provided(cluster)
    spaces = (where for where in _places(cluster).get((kind, name), ()) if where != namespace)
    return tuple(item for where in spaces for item in known[kind, where, name])


def keys_of(found: tuple[Provider, ...]) -> frozenset[str] | None:
    """The keys that several providers of one object give together; None when any of them is open."""
    if any(provider.keys is None for provider in found):
        return None
    return frozenset(key for provider in found for key in provider.keys or ())


def _provides(manifest: Manifest) -> Iterator[tuple[str, Provider]]:
    body, name, namespace = manifest.body, manifest.id.name, manifest.id.namespace
    match kind_name(manifest):
        case kinds.CONFIG_MAP:
            keys = {*mapping(body, "data"), *mapping(body, "binaryData")}
            yield from (("ConfigMap", Provider(manifest, name, where, frozenset(keys))) for where in spread(manifest))
        case kinds.SECRET:
            keys = {*mapping(body, "data"), *mapping(body, "stringData")}
            given = frozenset(keys) if keys else None
            yield from (("Secret", Provider(manifest, name, where, given)) for where in spread(manifest))
        case kinds.EXTERNAL_SECRET:
            yield from _external(manifest, mapping(body, "spec"), name, namespace)
        case "ClusterExternalSecret.external-secrets.io":
            made = text(body, "spec", "externalSecretName") or name
            for where in rows(body, "spec", "namespaces") or ["*"]:
                yield from _external(manifest, mapping(body, "spec", "externalSecretSpec"), made, str(where))
        case "Certificate.cert-manager.io":
            made, all_keys = text(body, "spec", "secretName"), _certificate_keys(manifest)
            yield from (("Secret", Provider(manifest, made, where, all_keys)) for where in spread(manifest))
        case "SealedSecret.bitnami.com":
            made = text(body, "spec", "template", "metadata", "name") or name
            keys = {*mapping(body, "spec", "encryptedData"), *mapping(body, "spec", "template", "data")}
            yield "Secret", Provider(manifest, made, namespace, frozenset(keys))
        case "Bundle.trust.cert-manager.io":
            for kind, field in (("ConfigMap", "configMap"), ("Secret", "secret")):
                key = text(body, "spec", "target", field, "key")
                if key:
                    yield kind, Provider(manifest, name, "*", frozenset({key}))
        case _:
            for made, where, held in made_by(manifest):
                if made:
                    yield "Secret", Provider(manifest, made, where, held)


def _external(
    manifest: Manifest, spec: Mapping[str, object], name: str, namespace: str
) -> Iterator[tuple[str, Provider]]:
    """What an ExternalSecret makes: with a template its keys, else one for each item; dataFrom leaves them open."""
    target = mapping(spec, "target")
    if target.get("creationPolicy") == "None":
        return
    kind = text(target, "manifest", "kind") or "Secret"
    made = text(target, "name") or name
    template = mapping(target, "template")
    keys: frozenset[str] | None = frozenset(text(row, "secretKey") for _, row in entries(spec, "data"))
    if rows(spec, "dataFrom") or target.get("creationPolicy") in ("Merge", "Orphan"):
        keys = None
    if template and ("data" in template or "templateFrom" in template):
        own = frozenset(mapping(template, "data"))
        if template.get("templateFrom"):
            keys = None
        elif template.get("mergePolicy") == "Merge":
            keys = None if keys is None else keys | own
        else:
            keys = own
    if kind in ("Secret", "ConfigMap"):
        yield kind, Provider(manifest, made, namespace, keys)


def _certificate_keys(manifest: Manifest) -> frozenset[str]:
    spec = mapping(manifest.body, "spec")
    keys = set(TLS_KEYS)
    for store, file in (("jks", "jks"), ("pkcs12", "p12")):
        if get(spec, "keystores", store, "create"):
            keys |= {f"keystore.{file}", f"truststore.{file}"}
    formats = {text(row, "type") for _, row in entries(spec, "additionalOutputFormats")}
    return frozenset(
        keys
        | ({"tls-combined.pem"} if "CombinedPEM" in formats else set())
        | ({"key.der"} if "DER" in formats else set())
    )

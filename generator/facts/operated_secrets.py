"""Secrets that operators make of their own objects, and copies that controllers spread: whose, where, which keys.

Source: the documentation of Strimzi, CloudNativePG, Crunchy and Zalando Postgres, RabbitMQ's cluster operator, ECK,
HashiCorp Vault, 1Password, Infisical, Doppler, Bitwarden, the Secrets Store CSI driver, cert-manager's ingress-shim,
OpenShift's service CA and emberstack's reflector.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts.cluster import kind_name, mapping
from generator.facts.fields import entries, text
from generator.model import Manifest

Made = tuple[str, str, frozenset[str] | None]
"""A Secret: its name, its namespace ("*" for each), its keys (None when only the operator knows them)."""

TLS_KEYS = frozenset({"tls.crt", "tls.key", "ca.crt"})
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "KafkaUser.kafka.strimzi.io": ("",),
    "Kafka.kafka.strimzi.io": ("-cluster-ca-cert", "-cluster-ca", "-clients-ca-cert", "-clients-ca"),
    "OnePasswordItem.onepassword.com": ("",),
    "Cluster.postgresql.cnpg.io": ("-app", "-superuser", "-ca", "-server", "-replication"),
    "RabbitmqCluster.rabbitmq.com": ("-default-user", "-erlang-cookie", "-server-conf"),
    "Elasticsearch.elasticsearch.k8s.elastic.co": (
        "-es-elastic-user", "-es-http-certs-public", "-es-http-certs-internal", "-es-remote-ca",
    ),
    "Kibana.kibana.k8s.elastic.co": ("-kb-http-certs-public", "-kb-http-certs-internal"),
}  # fmt: skip
"""What is put behind the object's own name."""
_NAMED: Mapping[str, tuple[str, ...]] = {
    "VaultStaticSecret.secrets.hashicorp.com": ("destination", "name"),
    "VaultDynamicSecret.secrets.hashicorp.com": ("destination", "name"),
    "VaultPKISecret.secrets.hashicorp.com": ("destination", "name"),
    "InfisicalSecret.secrets.infisical.com": ("managedSecretReference", "secretName"),
    "DopplerSecret.secrets.doppler.com": ("managedSecret", "name"),
    "BitwardenSecret.k8s.bitwarden.com": ("secretName",),
}
"""Where the spec names the Secret."""
_SERVING = ("service.beta.openshift.io/serving-cert-secret-name", "service.alpha.openshift.io/serving-cert-secret-name")
_ISSUERS = ("cert-manager.io/cluster-issuer", "cert-manager.io/issuer", "kubernetes.io/tls-acme")
_SPREAD = "reflector.v1.k8s.emberstack.com/reflection-auto-enabled"


def made_by(manifest: Manifest) -> Iterator[Made]:
    """The Secrets that an object makes an operator write."""
    kind, name, namespace, spec = (
        kind_name(manifest),
        manifest.id.name,
        manifest.id.namespace,
        manifest.body.get("spec"),
    )
    for ending in _ENDINGS.get(kind, ()):
        yield f"{name}{ending}", namespace, None
    if kind in _NAMED:
        yield text(spec, *_NAMED[kind]), namespace, None
    match kind:
        case "PostgresCluster.postgres-operator.crunchydata.com":
            users = [text(row, "name") for _, row in entries(spec, "users")] or [name]
            yield from ((f"{name}-pguser-{user}", namespace, None) for user in users)
        case "postgresql.acid.zalan.do":
            users = [*map(str, mapping(spec, "users")), "postgres", "standby"]
            suffix = f"{name}.credentials.postgresql.acid.zalan.do"
            yield from ((f"{user.replace('_', '-')}.{suffix}", namespace, None) for user in users)
        case "SecretProviderClass.secrets-store.csi.x-k8s.io":
            for _, row in entries(spec, "secretObjects"):
                keys = frozenset(text(item, "key") for _, item in entries(row, "data"))
                yield text(row, "secretName"), namespace, keys
        case "Ingress.networking.k8s.io" if any(issuer in _notes(manifest) for issuer in _ISSUERS):
            yield from ((text(row, "secretName"), namespace, TLS_KEYS) for _, row in entries(spec, "tls"))
        case "Service":
            for note in _SERVING:
                yield text(_notes(manifest), note), namespace, TLS_KEYS - {"ca.crt"}


def spread(manifest: Manifest) -> tuple[str, ...]:
    """The namespaces that a controller copies a Secret or ConfigMap to: its own only, or all."""
    notes = [_notes(manifest), mapping(manifest.body, "spec", "secretTemplate", "annotations")]
    if any(each.get(_SPREAD) == "true" for each in notes):
        return (manifest.id.namespace, "*")
    return (manifest.id.namespace,)


def _notes(manifest: Manifest) -> Mapping[str, object]:
    return mapping(manifest.body, "metadata", "annotations")


__all__ = ["TLS_KEYS", "Made", "made_by", "spread"]

"""Which Secrets operators make of their own objects, and which are copied everywhere."""

from __future__ import annotations

import pytest

from generator.facts.providers import keys_of, providers
from tests.rule_examples import cluster

TLS = {"tls.crt", "tls.key", "ca.crt"}
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {%s}}
spec:
  tls: [{hosts: [shop.example.com], secretName: web-tls}]
  defaultBackend: {service: {name: web, port: {number: 80}}}
"""
MOUNTED = """\
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: web, namespace: shop}
spec:
  provider: vault
  secretObjects: [{secretName: web-db, type: Opaque, data: [{key: password, objectName: p}]}]
"""


def named(kind: str, spec: str = "{}") -> str:
    api_version, name = kind.rsplit("/", 1)
    return f"apiVersion: {api_version}\nkind: {name}\nmetadata: {{name: db, namespace: shop}}\nspec: {spec}\n"


@pytest.mark.parametrize(
    ("text", "name", "keys"),
    [
        (named("postgresql.cnpg.io/v1/Cluster"), "db-app", None),
        (named("rabbitmq.com/v1beta1/RabbitmqCluster"), "db-default-user", None),
        (named("kafka.strimzi.io/v1beta2/Kafka"), "db-cluster-ca-cert", None),
        (named("kafka.strimzi.io/v1beta2/KafkaUser"), "db", None),
        (named("elasticsearch.k8s.elastic.co/v1/Elasticsearch"), "db-es-elastic-user", None),
        (named("postgres-operator.crunchydata.com/v1beta1/PostgresCluster"), "db-pguser-db", None),
        (
            named("postgres-operator.crunchydata.com/v1beta1/PostgresCluster", "{users: [{name: a}]}"),
            "db-pguser-a",
            None,
        ),
        (
            named("acid.zalan.do/v1/postgresql", "{users: {shop_owner: []}}"),
            "shop-owner.db.credentials.postgresql.acid.zalan.do",
            None,
        ),
        (named("secrets.hashicorp.com/v1beta1/VaultStaticSecret", "{destination: {name: made}}"), "made", None),
        (
            named("secrets.infisical.com/v1alpha1/InfisicalSecret", "{managedSecretReference: {secretName: made}}"),
            "made",
            None,
        ),
        (MOUNTED, "web-db", {"password"}),
        (INGRESS % "cert-manager.io/cluster-issuer: letsencrypt", "web-tls", TLS),
    ],
)
def test_an_operator_makes_a_secret(text: str, name: str, keys: set[str] | None) -> None:
    found = providers(cluster(text), "Secret", "shop", name)
    assert len(found) == 1
    assert keys_of(found) == (None if keys is None else frozenset(keys))


def test_an_ingress_without_an_issuer_makes_no_secret() -> None:
    assert providers(cluster(INGRESS % "a: b"), "Secret", "shop", "web-tls") == ()


@pytest.mark.parametrize("kind", ["Secret", "ConfigMap"])
def test_what_a_controller_spreads_is_in_every_namespace(kind: str) -> None:
    note = 'reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true"'
    metadata = f"{{name: ca, namespace: base, annotations: {{{note}}}}}"
    text = f"apiVersion: v1\nkind: {kind}\nmetadata: {metadata}\ndata: {{a: YQ==}}\n"
    found = cluster(text)
    assert [provider.name for provider in providers(found, kind, "shop", "ca")] == ["ca"]
    assert providers(cluster(text.replace("true", "false")), kind, "shop", "ca") == ()

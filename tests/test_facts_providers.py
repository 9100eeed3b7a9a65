"""Who provides a ConfigMap or Secret, and with which keys."""

from __future__ import annotations

import pytest

from generator.facts.providers import keys_of, provided_elsewhere, provided_names, providers
from tests.rule_examples import cluster

EXTERNAL = """\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: database, namespace: shop}
spec:
  secretStoreRef: {name: vault, kind: ClusterSecretStore}
  data: [{secretKey: user, remoteRef: {key: db}}, {secretKey: password, remoteRef: {key: db}}]
"""
MERGED = "  target: {template: {mergePolicy: Merge, data: {url: x}}}\n"


@pytest.mark.parametrize(
    ("text", "name", "keys"),
    [
        (EXTERNAL, "database", {"user", "password"}),
        (EXTERNAL + "  target: {name: db, creationPolicy: Owner}\n", "db", {"user", "password"}),
        (EXTERNAL + "  target: {template: {data: {url: x}}}\n", "database", {"url"}),
        (EXTERNAL + MERGED, "database", {"url", "user", "password"}),
        (EXTERNAL + "  target: {template: {type: Opaque}}\n", "database", {"user", "password"}),
        (EXTERNAL + "  dataFrom: [{extract: {key: db}}]\n", "database", None),
        (EXTERNAL + "  target: {template: {templateFrom: [{configMap: {name: t, items: []}}]}}\n", "database", None),
        (
            "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: web, namespace: shop}\n"
            "spec: {secretName: web-tls, keystores: {jks: {create: true}}, issuerRef: {name: a}}\n",
            "web-tls",
            {"tls.crt", "tls.key", "ca.crt", "keystore.jks", "truststore.jks"},
        ),
        (
            "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a, namespace: shop}\n"
            "spec: {encryptedData: {k: x}, template: {metadata: {name: b}}}\n",
            "b",
            {"k"},
        ),
    ],
)  # fmt: skip
def test_a_secret_has_the_keys_its_maker_gives_it(text: str, name: str, keys: set[str] | None) -> None:
    found = providers(cluster(text), "Secret", "shop", name)
    assert len(found) == 1
    assert keys_of(found) == (None if keys is None else frozenset(keys))


def test_an_external_secret_that_creates_nothing_provides_nothing() -> None:
    seen = cluster(EXTERNAL + "  target: {creationPolicy: None}\n".replace("None", '"None"'))
    assert providers(seen, "Secret", "shop", "database") == ()


def test_a_bundle_reaches_every_namespace() -> None:
    seen = cluster(
        "apiVersion: trust.cert-manager.io/v1alpha1\nkind: Bundle\nmetadata: {name: ca}\n"
        "spec: {target: {configMap: {key: ca.pem}}}\n"
    )
    assert keys_of(providers(seen, "ConfigMap", "anywhere", "ca")) == frozenset({"ca.pem"})
    assert provided_names(seen, "ConfigMap", "anywhere") == ["ca"]


def test_a_config_map_has_its_texts_and_its_bytes() -> None:
    seen = cluster(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: shop}\ndata: {a: x}\nbinaryData: {b: eA==}\n"
    )
    assert keys_of(providers(seen, "ConfigMap", "shop", "web")) == frozenset({"a", "b"})
    assert [p.namespace for p in provided_elsewhere(seen, "ConfigMap", "other", "web")] == ["shop"]
    assert provided_elsewhere(seen, "ConfigMap", "shop", "web") == ()

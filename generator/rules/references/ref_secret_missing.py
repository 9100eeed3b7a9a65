"""Secret, or key of one, that nobody provides

Why: Containers wait in CreateContainerConfigError, or the volume is never mounted, until the Secret is there.
Secrets, ExternalSecrets, SealedSecrets, Certificates and what operators make count as providers.
Source: https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: URL, valueFrom: {secretKeyRef: {name: database, key: url}}}]
Bad (key):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: URL, valueFrom: {secretKeyRef: {name: database, key: url}}}]
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: database, namespace: shop}
    spec:
      secretStoreRef: {name: vault, kind: ClusterSecretStore}
      data: [{secretKey: uri, remoteRef: {key: shop/database, property: url}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: URL, valueFrom: {secretKeyRef: {name: database, key: url}}}]
      volumes: [{name: tls, secret: {secretName: web-tls, items: [{key: tls.crt, path: cert}]}}]
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: database-from-vault, namespace: shop}
    spec:
      target: {name: database}
      secretStoreRef: {name: vault, kind: ClusterSecretStore}
      dataFrom: [{extract: {key: shop/database}}]
    ---
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: web, namespace: shop}
    spec: {secretName: web-tls, dnsNames: [web.example.com], issuerRef: {name: internal}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.providers import keys_of, provided_elsewhere, provided_names, providers, spelled_otherwise
from generator.facts.references import Reference, named_in
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("secretKeyRef", "secretRef", "secret", "nodePublishSecretRef")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[str] = set()
    for ref in named_in(manifest, cluster):
        if ref.kind != "Secret" or not ref.name or ref.name in told:
            continue
        found = providers(cluster, "Secret", ref.namespace, ref.name)
        if found:
            keys = keys_of(found)
            if ref.key and keys is not None and ref.key not in keys:
                yield Problem(
                    f"nobody gives the Secret `{ref.name}` a key `{ref.key}`{did_you_mean(ref.key, keys)}",
                    ref.key_path,
                    fix="add the key, or name one that is there",
                    severity="info" if ref.optional else "",
                    related=(Place("what provides the Secret", found[0].manifest, ("spec",)),),
                )
        elif (absent := _absent(cluster, ref)) is not None:
            told.add(ref.name)
            yield absent


def _absent(cluster: Cluster, ref: Reference) -> Problem | None:
    # Told by ref-case-mismatch and ref-wrong-namespace.
    whom = (cluster, "Secret", ref.namespace, ref.name)
    if spelled_otherwise(*whom) or provided_elsewhere(*whom):
        return None
    severity = cluster.absence("Secret", ref.namespace, ref.name)
    if not severity:
        return None
    names = provided_names(cluster, "Secret", ref.namespace)
    return Problem(
        f"nobody provides the Secret `{ref.name}` in namespace {ref.namespace}{did_you_mean(ref.name, names)}",
        ref.path,
        fix="provide it, for example by an ExternalSecret, or declare it under externals",
        severity="info" if ref.optional and severity == "error" else severity,
    )

"""pull secret that nobody provides

Why: The kubelet then pulls without credentials and private images stay at ImagePullBackOff.
Source: https://kubernetes.io/docs/concepts/containers/images/#specifying-imagepullsecrets-on-a-pod
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      imagePullSecrets: [{name: registry}]
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop}
    imagePullSecrets: [{name: registry}]
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: registry, namespace: shop}
    spec:
      target: {template: {type: kubernetes.io/dockerconfigjson, data: {.dockerconfigjson: "{{ .login }}"}}}
      secretStoreRef: {name: vault, kind: ClusterSecretStore}
      data: [{secretKey: login, remoteRef: {key: registry}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.providers import provided_names, providers
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (*kinds.WORKLOADS, kinds.SERVICE_ACCOUNT)
NEEDS = ("imagePullSecrets",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    holder: Mapping[str, Any] = template.spec if template else manifest.body
    path: Path = (*template.path, "spec") if template else ()
    namespace = manifest.id.namespace
    for n, row in entries(holder, "imagePullSecrets"):
        name = text(row, "name")
        if not name or providers(cluster, "Secret", namespace, name):
            continue
        severity = cluster.absence("Secret", namespace, name)
        if severity:
            names = provided_names(cluster, "Secret", namespace)
            yield Problem(
                f"nobody provides the pull secret `{name}` in namespace {namespace}{did_you_mean(name, names)}",
                (*path, "imagePullSecrets", n, "name"),
                fix="provide it, for example by an ExternalSecret, or declare it under externals",
                severity="warning" if severity == "error" else severity,
            )

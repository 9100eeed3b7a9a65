"""key that the ConfigMap does not have

Why: The container waits in CreateContainerConfigError, or its volume is never mounted, until the key is there.
Source: https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: LOG_LEVEL, valueFrom: {configMapKeyRef: {name: web-settings, key: LOG_LEVL}}}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web-settings, namespace: shop}
    data: {LOG_LEVEL: info}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          env: [{name: LOG_LEVEL, valueFrom: {configMapKeyRef: {name: web-settings, key: LOG_LEVEL}}}]
      volumes: [{name: logo, configMap: {name: web-settings, items: [{key: logo.png, path: logo.png}]}}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web-settings, namespace: shop}
    data: {LOG_LEVEL: info}
    binaryData: {logo.png: eHg=}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.providers import keys_of, providers
from generator.facts.references import named_in
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("configMapKeyRef", "items")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for ref in named_in(manifest, cluster):
        found = providers(cluster, "ConfigMap", ref.namespace, ref.name) if ref.kind == "ConfigMap" and ref.key else ()
        keys = keys_of(found)
        if found and keys is not None and ref.key not in keys:
            yield Problem(
                f"the ConfigMap `{ref.name}` has no key `{ref.key}`{did_you_mean(ref.key, keys)}",
                ref.key_path,
                fix="add the key, or name one that is there",
                severity="info" if ref.optional else "",
                related=(Place("the ConfigMap", found[0].manifest, ("data",)),),
            )

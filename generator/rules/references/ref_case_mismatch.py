"""reference that differs from an existing name only in spelling

Why: Names are compared letter by letter: `api_config` and `api-config` are two objects, and the first does not exist.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: websettings}}]}]
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
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web-settings}}]}]
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web-settings, namespace: shop}
    data: {LOG_LEVEL: info}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.providers import providers, spelled_otherwise
from generator.facts.references import named_in
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("configMapKeyRef", "configMapRef", "configMap", "secretKeyRef", "secretRef", "secret", "nodePublishSecretRef")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for ref in named_in(manifest, cluster):
        if not ref.name or (ref.kind, ref.name) in told or providers(cluster, ref.kind, ref.namespace, ref.name):
            continue
        other = spelled_otherwise(cluster, ref.kind, ref.namespace, ref.name)
        if other and not cluster.external(ref.kind, ref.namespace, ref.name):
            told.add((ref.kind, ref.name))
            yield Problem(
                f"there is no {ref.kind} `{ref.name}`, but `{other}`",
                ref.path,
                fix=f"write `{other}`",
                severity="info" if ref.optional else "",
                related=(Place("the one meant", providers(cluster, ref.kind, ref.namespace, other)[0].manifest),),
            )

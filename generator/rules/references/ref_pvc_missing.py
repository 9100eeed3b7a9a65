"""PersistentVolumeClaim that nobody creates

Why: Pods wait in Pending until the claim exists.
Source: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("persistentVolumeClaim",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    namespace = manifest.id.namespace
    for n, row in entries(template.spec, "volumes") if template else ():
        name = text(row, "persistentVolumeClaim", "claimName")
        if not template or not name or cluster.get("PersistentVolumeClaim", namespace, name) is not None:
            continue
        names = [m.id.name for m in cluster.all("PersistentVolumeClaim") if m.id.namespace == namespace]
        severity = cluster.absence("PersistentVolumeClaim", namespace, name)
        if severity:
            yield Problem(
                f"there is no PersistentVolumeClaim `{name}` in namespace {namespace}{did_you_mean(name, names)}",
                (*template.path, "spec", "volumes", n, "persistentVolumeClaim", "claimName"),
                fix="create it, or name one that exists",
                severity=severity,
            )

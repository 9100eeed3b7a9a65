"""replicas in Git on a workload that KEDA scales

Why: Every sync puts the number back, so pods are stopped and started again; with selfHeal at once, and a workload at
zero is woken for nothing.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/ (leave replicas out of Git).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4"}
Good (Argo CD leaves them alone):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4"}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: shop, namespace: argocd}
    spec:
      project: shop
      source: {repoURL: "https://git.example/shop", path: shop, targetRevision: main}
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.facts.healed_replicas import healed
from generator.facts.ignored_fields import applications_of, heals, ignores
from generator.facts.scaled_object import reaches_zero, target
from generator.model import OMIT, Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    workload = target(cluster, manifest)
    count = whole(workload.body, "spec", "replicas") if workload else None
    # Where Argo CD heals itself, the rule about that says what comes of it.
    if workload is None or count is None or healed(cluster, workload):
        return
    applications = applications_of(cluster, workload)
    if any(ignores(application, workload, "/spec/replicas") for application in applications):
        return
    restored = any(heals(application) for application in applications)
    why = "selfHeal sets it back at once" if restored else "every sync sets it back"
    yield Problem(
        f"{workload.id.kind} `{workload.id.name}` has replicas {count} though KEDA scales it: {why}",
        ("spec", "replicas"),
        fix="remove replicas",
        severity="error" if restored or reaches_zero(manifest) else "warning",
        manifest=workload,
        related=(Place("KEDA scales it", manifest, ("spec", "scaleTargetRef")),),
        at_key=True,
        safe=True,
        value=OMIT,
    )

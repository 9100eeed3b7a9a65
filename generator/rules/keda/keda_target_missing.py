"""workload of a ScaledObject that is not defined

Why: KEDA cannot scale what is not there; the ScaledObject stays unready and its sync wave may wait for it.
Source: kedacore/keda controllers/keda/scaledobject_controller.go, checkTargetResourceIsScalable.
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: worker}
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
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.replicas import target_of
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    who = target_of(manifest)
    if who is None or who in cluster.by_id:
        return
    full = f"{who.kind}.{who.group}" if who.group else who.kind
    severity = cluster.absence(full, who.namespace, who.name)
    if not severity:
        return
    alike = [m for m in cluster.all(*kinds.SCALABLE) if m.id.namespace == who.namespace]
    same = next((m for m in alike if m.id.name == who.name), None)
    hint = f"; there is a {same.id.kind} of that name" if same else ""
    yield Problem(
        f"there is no {who.kind} {who.name!r} in namespace {who.namespace!r}{hint}"
        + did_you_mean(who.name, (m.id.name for m in alike if m.id.kind == who.kind)),
        ("spec", "scaleTargetRef", "kind" if same else "name"),
        fix=f"set kind: {same.id.kind}" if same else "name a workload of this namespace, or declare it under externals",
        severity=severity,
    )

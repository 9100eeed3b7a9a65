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
from generator.facts.cluster import Cluster, kind_name
from generator.facts.replicas import target_of, unscalable
from generator.facts.residue import unrendered
from generator.facts.suggest import did_you_mean, same_but_for_spelling
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    who = target_of(manifest)
    if who is None or who in cluster.by_id or unscalable(cluster, who) or unrendered(who.name):
        return
    full = f"{who.kind}.{who.group}" if who.group else who.kind
    severity = cluster.absence(full, who.namespace, who.name)
    if not severity:
        return
    alike = [m for m in cluster.all(*kinds.SCALABLE) if m.id.namespace == who.namespace]
    same = next((m for m in alike if m.id.name == who.name), None)
    names = [m.id.name for m in alike if m.id.kind == who.kind]
    told = f"there is no {full} `{who.name}` in namespace `{who.namespace}`"
    path = ("spec", "scaleTargetRef")
    if same is not None:
        yield Problem(
            f"{told}; there is a {kind_name(same)} of that name",
            (*path, "apiVersion" if same.id.kind == who.kind else "kind"),
            fix=f"write apiVersion: {same.api_version} and kind: {same.id.kind}",
            related=(Place("probably meant", same),),
        )
        return
    yield Problem(
        told + did_you_mean(who.name, names),
        (*path, "name"),
        fix="name a workload of this namespace, or declare it under externals",
        # A name that differs only in spelling is a slip, wherever else workloads may live.
        severity="error" if same_but_for_spelling(who.name, names) else severity,
    )

"""ScaledObject on something that has no replicas to scale

Why: KEDA needs the /scale subresource; a DaemonSet, Job or Pod has none, so the ScaledObject stays unready.
Source: kedacore/keda controllers/keda/scaledobject_controller.go, checkTargetResourceIsScalable.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: agent, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: DaemonSet, name: agent}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: db, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.replicas import target_of, unscalable
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
_UNSCALABLE = {
    ("apps", "DaemonSet"): "remove the ScaledObject: it runs one pod a node",
    ("batch", "Job"): "use a ScaledJob",
    ("batch", "CronJob"): "use a ScaledJob",
    ("", "Pod"): "scale what makes the pod",
    ("", "Service"): "scale the workload behind it",
    ("keda.sh", "ScaledJob"): "remove the ScaledObject: a ScaledJob scales itself",
}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    who = target_of(manifest)
    if who and unscalable(cluster, who):
        yield Problem(
            f"a {who.kind} has no replicas that KEDA could set",
            ("spec", "scaleTargetRef", "kind"),
            fix=_UNSCALABLE.get((who.group, who.kind), "scale a workload"),
        )

"""HPA and ScaledObject for one workload

Why: KEDA makes an HPA of its own, so two of them set one number of replicas in turn. Its webhook refuses the
ScaledObject, but only on a live cluster.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, verifyHpas.
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
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
Good (ownership handed over):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata:
      name: web
      namespace: shop
      annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}
    spec:
      scaleTargetRef: {name: web}
      advanced: {horizontalPodAutoscalerConfig: {name: web}}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
Good (another workload of that name):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}
      maxReplicas: 5
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import entries
from generator.facts.replicas import autoscalers, target_of
from generator.facts.scaled_object import OWNERSHIP, TRANSFER, annotated, hpa_name
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    for hpa in autoscalers(cluster).get(target, ()) if target else ():
        if kind_name(hpa) != kinds.HPA or annotated(hpa).get(OWNERSHIP) == "false" or _owned(hpa, manifest):
            continue
        transfers = annotated(manifest).get(TRANSFER) == "true"
        if transfers and hpa_name(manifest) == hpa.id.name:
            continue
        yield Problem(
            f"{hpa.id.kind} `{hpa.id.name}` already scales {target.kind if target else ''} "
            f"`{target.name if target else ''}`, and KEDA would make a second one",
            ("spec", "scaleTargetRef"),
            fix="remove the HPA"
            + (
                f", or name it in advanced.horizontalPodAutoscalerConfig.name: {hpa.id.name}"
                if transfers
                else f', or hand it over: annotation {TRANSFER}: "true" and its name in '
                "advanced.horizontalPodAutoscalerConfig.name"
            ),
            related=(Place("the other autoscaler", hpa, ("spec", "scaleTargetRef")),),
        )


def _owned(hpa: Manifest, manifest: Manifest) -> bool:
    owners = entries(hpa.body, "metadata", "ownerReferences")
    return any((row.get("kind"), row.get("name")) == ("ScaledObject", manifest.id.name) for _, row in owners)

"""budget whose floor is above what KEDA may scale to

Why: Budgets do not stop scaling, so the workload sleeps anyway while its budget reports too few healthy pods.
Source: https://keda.sh/docs/latest/reference/scaledobject-spec/#minreplicacount
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 0
      triggers: [{type: cron, metadata: {timezone: UTC, start: 0 8 * * *, end: 0 18 * * *, desiredReplicas: "3"}}]
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 0
      triggers: [{type: cron, metadata: {timezone: UTC, start: 0 8 * * *, end: 0 18 * * *, desiredReplicas: "3"}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.disruptions import covered
from generator.facts.fields import whole
from generator.facts.replicas import replicas
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
KINDS = (kinds.PDB,)
NEEDS = ("minAvailable",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    low = whole(manifest.body, "spec", "minAvailable")
    for template in covered(cluster, manifest) if low else ():
        scale = replicas(cluster, template.manifest)
        if scale is not None and scale.may_sleep:
            yield Problem(
                f"minAvailable is {low}, but KEDA may scale `{template.manifest.id.name}` to nothing",
                ("spec", "minAvailable"),
                fix="use maxUnavailable",
                related=(Place("down to nothing", scale.owner, scale.floor_path),),
            )

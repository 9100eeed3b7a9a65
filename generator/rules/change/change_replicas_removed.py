"""replicas left to the autoscaler while pods run

Why: Applied over an object that had it, a manifest without replicas makes it 1 for a moment: all pods but one end
before the autoscaler notices.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/ and argo-cd issue 1603.
Before:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {minReplicas: 3, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {minReplicas: 3, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.changes import pairs
from generator.facts.cluster import Cluster, get, kind_name
from generator.facts.fields import whole
from generator.facts.replicas import autoscalers_of
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        if kind_name(now) not in kinds.SCALABLE:
            continue
        old = whole(before.body, "spec", "replicas")
        gone = old is not None and old > 1 and get(now.body, "spec", "replicas") is None
        if gone and autoscalers_of(cluster, now):
            yield Problem(
                f"{now.id.kind} `{now.id.name}` drops replicas: for a moment its {old} pods become one",
                ("spec",),
                fix="apply it when there is little load, or ignore /spec/replicas first",
                manifest=now,
            )

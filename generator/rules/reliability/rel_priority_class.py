"""workload without a priority where others have one

Why: When a node runs short, pods without a priority are the first to go.
Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/. Told in production where
PriorityClasses are here and none of them is the default.
Settings:
    stage: production
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
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata: {name: critical}
    value: 1000
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          priorityClassName: critical
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata: {name: critical}
    value: 1000
Good (a default):
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
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata: {name: usual}
    value: 100
    globalDefault: true
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.virtual_services import stage
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS

_CLASS = "PriorityClass.scheduling.k8s.io"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template, classes = cluster.template(manifest), cluster.all(_CLASS)
    if template is None or not classes or stage(cluster) != "production" or template.spec.get("priorityClassName"):
        return
    if not any(each.body.get("globalDefault") is True for each in classes):
        names = ", ".join(sorted(each.id.name for each in classes)[:4])
        yield Problem("the pods have no priority", (*template.path, "spec"), fix=f"name one of {names}")

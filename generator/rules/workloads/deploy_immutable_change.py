"""field of a workload that cannot change

Why: A selector, and most of what a StatefulSet or a Job says, never changes once the object exists: the sync fails
until somebody deletes the object, and its pods with it.
Source: kubernetes pkg/apis/{apps,batch}/validation (update functions).
Before:
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
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, tier: a}}
      template:
        metadata: {labels: {app: web, tier: a}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
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
            - {name: web, image: "web:1"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-options: "Force=true,Replace=true"}}
    spec:
      selector: {matchLabels: {app: web, tier: a}}
      template:
        metadata: {labels: {app: web, tier: a}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import annotated_options
from generator.facts.argo_order import hooks
from generator.facts.changes import immutable_changes, pairs
from generator.facts.cluster import Cluster, kind_name
from generator.rules.problem import Problem

SEVERITY = "error"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        if kind_name(now) not in kinds.POD_TEMPLATES:
            continue
        chosen = annotated_options(now)
        if hooks(now) or chosen.get("Force") == "true":
            continue
        for path in immutable_changes(before, now):
            yield Problem(
                f"{'.'.join(map(str, path))} of {now.id.kind} `{now.id.name}` cannot change: the sync fails",
                path,
                fix="keep it, or give the object another name",
                manifest=now,
                at_key=True,
            )

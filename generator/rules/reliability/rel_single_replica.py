"""one pod in production

Why: While it restarts, moves or is updated, nobody answers.
Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/. Autoscalers count with their minimum; what
KEDA may take to zero is meant to sleep, and what no Service leads to is not judged.
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
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
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
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.replicas import replicas
from generator.facts.services import services_of
from generator.facts.virtual_services import stage
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.ROLLOUT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template, bounds_of = cluster.template(manifest), replicas(cluster, manifest)
    if stage(cluster) != "production" or template is None or bounds_of is None:
        return
    alone = any(_pods(cluster, service) < 2 for service in services_of(cluster, template))
    if alone and bounds_of.floor == 1 and not bounds_of.may_sleep:
        owner = bounds_of.owner
        by = "" if owner is manifest else f" ({owner.id.kind} `{owner.id.name}` keeps it at one)"
        path = bounds_of.floor_path if owner is manifest else ("spec", "replicas")
        related = () if owner is manifest else (Place("who decides", owner, bounds_of.floor_path),)
        yield Problem(f"one pod is all there is in production{by}", path, fix="run two or more", related=related)


def _pods(cluster: Cluster, service: Manifest) -> int:
    """The fewest pods behind a Service: those of other workloads, such as a canary's, stand in for each other."""
    every = (replicas(cluster, template.manifest) for template in cluster.behind(service))
    return sum(each.floor for each in every if each is not None)

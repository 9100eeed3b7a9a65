"""several pods that may all land on one node

Why: The scheduler spreads them only as a preference of its own: one node's failure may take them all.
Source: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
Bad:
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
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: kubernetes.io/hostname
              whenUnsatisfiable: ScheduleAnyway
              labelSelector: {matchLabels: {app: web}}
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries
from generator.facts.replicas import replicas
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.ROLLOUT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template, bounds_of = cluster.template(manifest), replicas(cluster, manifest)
    if template is None or bounds_of is None or bounds_of.floor < 2:
        return
    spread = [row for _, row in entries(template.spec, "topologySpreadConstraints")]
    if any(matches(mapping(row, "labelSelector"), template.labels) for row in spread):
        return
    if not mapping(template.spec, "affinity", "podAntiAffinity"):
        fix = "add topologySpreadConstraints over kubernetes.io/hostname"
        path = (*template.path, "spec", "topologySpreadConstraints")
        yield Problem(f"nothing spreads the {bounds_of.floor} pods over nodes", path, fix=fix)

"""spread over more domains than there are pods

Why: With DoNotSchedule and minDomains above the number of pods, the skew counts empty domains as zero and pods wait.
Source:
https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          topologySpreadConstraints:
            - maxSkew: 1
              minDomains: 3
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: DoNotSchedule
              labelSelector: {matchLabels: {app: web}}
          containers: [{name: web, image: "web:1"}]
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
              minDomains: 3
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: DoNotSchedule
              labelSelector: {matchLabels: {app: web}}
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, whole
from generator.facts.replicas import replicas
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
KINDS = kinds.SCALABLE
NEEDS = ("minDomains",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template, scale = cluster.template(manifest), replicas(cluster, manifest)
    for n, row in entries(template.spec, "topologySpreadConstraints") if template and scale else ():
        domains = whole(row, "minDomains") or 0
        if template and scale and row.get("whenUnsatisfiable") == "DoNotSchedule" and domains > scale.floor:
            yield Problem(
                f"minDomains {domains} is more than the {scale.floor} pods at the lowest scale",
                (*template.path, "spec", "topologySpreadConstraints", n, "minDomains"),
                fix="lower minDomains, or run more pods",
                related=(Place("the number of pods", scale.owner, scale.floor_path),),
            )

"""more pods than nodes that each may hold one of

Why: Required anti-affinity puts each pod on a node of its own: from as many pods as nodes on, the rest stays Pending.
Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity.
It says nothing until `cluster.nodes` tells how many nodes there are at most.
Settings:
    cluster: {nodes: 6}
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {maxReplicas: 30, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {maxReplicas: 6, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
          containers:
            - {name: web, image: "web:1"}
Good (by zone):
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {maxReplicas: 30, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: topology.kubernetes.io/zone, labelSelector: {matchLabels: {app: web}}}
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.fields import entries, text, whole
from generator.facts.replicas import replicas
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.SCALABLE
NEEDS = ("podAntiAffinity",)

_REQUIRED = ("affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
_HOST = "kubernetes.io/hostname"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    nodes = whole(cluster.settings, "cluster", "nodes")
    template = cluster.template(manifest) if nodes else None
    for n, term in entries(template.spec, *_REQUIRED) if template else ():
        own = isinstance(get(term, "labelSelector"), dict) and template is not None
        if not own or text(term, "topologyKey") != _HOST or template is None:
            continue
        count = replicas(cluster, manifest)
        if matches(mapping(term, "labelSelector"), template.labels) and count and nodes and count.ceiling > nodes:
            yield Problem(
                f"up to {count.ceiling} pods need a node each, and there are {nodes}",
                (*template.path, "spec", *_REQUIRED, n),
                fix="prefer different nodes instead of requiring them, or scale to fewer pods",
                related=(Place("how many there may be", count.owner, count.ceiling_path),),
            )

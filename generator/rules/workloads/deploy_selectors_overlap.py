"""workload whose selector takes in another workload's pods

Why: Controllers then count and scale each other's pods; an autoscaler of either stops with AmbiguousSelector.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
Bad:
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
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web-canary, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, track: canary}}
      template:
        metadata: {labels: {app: web, track: canary}}
        spec:
          containers: [{name: web, image: "web:2"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, track: stable}}
      template:
        metadata: {labels: {app: web, track: stable}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web-canary, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, track: canary}}
      template:
        metadata: {labels: {app: web, track: canary}}
        spec:
          containers: [{name: web, image: "web:2"}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, kind_name, mapping
from generator.facts.pod_index import PodIndex, by_namespace
from generator.facts.replicas import autoscalers_of
from generator.facts.selector import matches
from generator.model import Manifest, ObjectId
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.REPLICA_SET)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    selector = mapping(manifest.body, "spec", "selector")
    pods = _pods(cluster).get(manifest.id.namespace)
    if pods is None or not any(selector.values()):
        return
    taken = pods.selected(selector)
    if autoscalers_of(cluster, manifest):
        # Of two that are scaled both, the rule about their autoscalers tells.
        taken = tuple(t for t in taken if t.manifest.id == manifest.id or not autoscalers_of(cluster, t.manifest))
    other = next((template for template in taken if template.manifest.id != manifest.id), None)
    if other is None:
        return
    own = _templates(cluster).get(manifest.id)
    more = len(taken) - 1 - int(own is not None and matches(selector, own.labels))
    yield Problem(
        f"the selector takes in the pods of {other.manifest.id.kind} `{other.manifest.id.name}`"
        + (f" and of {more} more" if more else ""),
        ("spec", "selector"),
        fix="add a label that only this workload's pods have, under a new name: selectors cannot change",
        related=(Place("these pods", other.manifest, (*other.path, "metadata", "labels")),),
    )


@lru_cache(maxsize=8)
def _templates(cluster: Cluster) -> Mapping[ObjectId, PodTemplate]:
    """The templates of the workloads that own pods by a selector; one of two that are the same object."""
    return {t.manifest.id: t for t in cluster.templates if kind_name(t.manifest) in KINDS}


@lru_cache(maxsize=8)
def _pods(cluster: Cluster) -> Mapping[str, PodIndex[PodTemplate]]:
    return by_namespace(_templates(cluster).values())

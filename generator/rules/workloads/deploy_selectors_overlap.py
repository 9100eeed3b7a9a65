"""workload whose selector takes in another workload's pods.

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

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name, mapping
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.REPLICA_SET)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    selector = mapping(manifest.body, "spec", "selector")
    if not any(selector.values()):
        return
    for other in cluster.templates_in(manifest.id.namespace):
        if other.manifest.id != manifest.id and kind_name(other.manifest) in KINDS and matches(selector, other.labels):
            yield Problem(
                f"the selector takes in the pods of {other.manifest.id.kind} `{other.manifest.id.name}`",
                ("spec", "selector"),
                fix="add a label that only this workload's pods have, under a new name: selectors cannot change",
                related=(Place("these pods", other.manifest, (*other.path, "metadata", "labels")),),
            )

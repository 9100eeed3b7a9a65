"""workload whose selector does not fit its own pods

Why: The API server refuses a workload that would not own the pods it makes.
Source: kubernetes pkg/apis/apps/validation/validation.go, ValidatePodTemplateSpecForReplicaSet.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: wep}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector:
        matchLabels: {app: web}
        matchExpressions: [{key: track, operator: NotIn, values: [canary]}]
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.REPLICA_SET, kinds.ROLLOUT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    selector = mapping(manifest.body, "spec", "selector")
    template = cluster.template(manifest)
    if template is None or not any(selector.values()) or matches(selector, template.labels):
        return
    yield Problem(
        "the selector does not fit the labels of the workload's own pods",
        ("spec", "selector"),
        fix="give the pod template the labels that the selector wants",
        related=(Place("the labels", manifest, (*template.path, "metadata", "labels")),),
    )

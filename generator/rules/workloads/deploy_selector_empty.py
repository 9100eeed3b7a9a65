"""workload with an empty selector

Why: It would take in every pod of the namespace; the API server refuses it.
Source: kubernetes pkg/apis/apps/validation/validation.go, ValidateDeploymentSpec.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET, kinds.REPLICA_SET)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not any(mapping(manifest.body, "spec", "selector").values()):
        yield Problem("the selector is empty", ("spec", "selector"), fix="select the labels of the pod template")

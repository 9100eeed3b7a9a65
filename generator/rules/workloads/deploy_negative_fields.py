"""negative number where a workload counts

Why: The API server refuses negative replicas, history limits and times.
Source: kubernetes pkg/apis/apps/validation/validation.go, ValidateDeploymentSpec.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: -1
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 0
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.REPLICA_SET, kinds.DAEMON_SET)
NEEDS = ("replicas", "revisionHistoryLimit", "minReadySeconds", "progressDeadlineSeconds")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for field in ("replicas", "revisionHistoryLimit", "minReadySeconds", "progressDeadlineSeconds"):
        value = whole(manifest.body, "spec", field)
        if value is not None and value < 0:
            yield Problem(f"{field} is {value}, it must not be negative", ("spec", field), fix="write 0 or more")

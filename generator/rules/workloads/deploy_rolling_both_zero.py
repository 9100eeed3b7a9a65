"""rolling update that may neither add nor remove a pod

Why: With maxSurge and maxUnavailable both zero no update could ever begin; the API server refuses it.
Source: kubernetes pkg/apis/apps/validation/validation.go, ValidateRollingUpdateDeployment.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}
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
      strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0%}}
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
from generator.facts.disruptions import share
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT, kinds.DAEMON_SET)
NEEDS = ("maxUnavailable",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    field = "strategy" if manifest.id.kind == "Deployment" else "updateStrategy"
    rolling = mapping(manifest.body, "spec", field, "rollingUpdate")
    # A DaemonSet's maxSurge is zero unless it is given.
    surge = rolling.get("maxSurge", 0 if manifest.id.kind == "DaemonSet" else None)
    if share(rolling.get("maxUnavailable"), 100, up=True) == 0 and share(surge, 100, up=True) == 0:
        yield Problem(
            "maxSurge and maxUnavailable are both zero: no update can begin",
            ("spec", field, "rollingUpdate"),
            fix="set maxSurge to 1 or more",
        )

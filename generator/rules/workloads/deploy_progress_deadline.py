"""progress deadline that is not above minReadySeconds

Why: A rollout could never count as progressing in time; the API server refuses it.
Source: kubernetes pkg/apis/apps/validation/validation.go, ValidateDeploymentSpec.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      minReadySeconds: 600
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
      minReadySeconds: 600
      progressDeadlineSeconds: 601
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT,)
NEEDS = ("progressDeadlineSeconds", "minReadySeconds")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    deadline, ready = (
        whole(manifest.body, "spec", "progressDeadlineSeconds"),
        whole(manifest.body, "spec", "minReadySeconds"),
    )
    deadline = 600 if deadline is None else deadline
    if deadline <= (ready or 0):
        yield Problem(
            f"progressDeadlineSeconds {deadline} is not above minReadySeconds {ready or 0}",
            (
                "spec",
                "progressDeadlineSeconds"
                if get(manifest.body, "spec", "progressDeadlineSeconds") is not None
                else "minReadySeconds",
            ),
            fix="raise progressDeadlineSeconds",
        )

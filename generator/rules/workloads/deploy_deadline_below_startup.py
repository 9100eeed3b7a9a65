"""progress deadline shorter than the time the pods may take to start

Why: The rollout is marked failed, and Argo CD shows the app degraded, while its pods still start as they may.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      progressDeadlineSeconds: 60
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              startupProbe: {periodSeconds: 10, failureThreshold: 30, tcpSocket: {port: 8080}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              startupProbe: {periodSeconds: 10, failureThreshold: 30, tcpSocket: {port: 8080}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text, whole
from generator.facts.services import running
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.DEPLOYMENT,)
NEEDS = ("startupProbe", "initialDelaySeconds", "progressDeadlineSeconds")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    deadline = whole(manifest.body, "spec", "progressDeadlineSeconds")
    deadline = 600 if deadline is None else deadline
    if template is None:
        return
    for path, container in running(template):
        budget = _budget(container)
        if budget > deadline:
            yield Problem(
                f"container `{text(container, 'name')}` may take {budget} seconds to start, the rollout has {deadline}",
                ("spec", "progressDeadlineSeconds"),
                fix=f"raise progressDeadlineSeconds above {budget}",
                related=(Place("the time it may take", manifest, path),),
            )


def _budget(container: Mapping[str, Any]) -> int:
    """The seconds a container's startup probe allows, else its readiness probe's first delay."""
    probe = mapping(container, "startupProbe")
    if probe:
        period, threshold = whole(probe, "periodSeconds") or 10, whole(probe, "failureThreshold") or 3
        return (whole(probe, "initialDelaySeconds") or 0) + period * threshold
    return whole(container, "readinessProbe", "initialDelaySeconds") or 0

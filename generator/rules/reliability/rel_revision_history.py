"""revision history that rules out a rollback, or without end

Why: With 0 there is no revision to go back to, with very many the API server keeps what nobody needs.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#revision-history-limit
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      revisionHistoryLimit: 0
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      revisionHistoryLimit: 5
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.DAEMON_SET)
NEEDS = ("revisionHistoryLimit",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    kept = whole(manifest.body, "spec", "revisionHistoryLimit")
    if kept is not None and not 0 < kept <= 25:
        path = ("spec", "revisionHistoryLimit")
        yield Problem(f"{kept} old revisions are kept", path, fix="keep 3 to 10")

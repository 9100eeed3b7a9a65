"""memory limit far above what is requested

Why: The scheduler counts the request: a node full of such pods runs out of memory, and the kernel ends any of them.
Source: https://kubernetes.io/docs/tasks/administer-cluster/quality-service-pod/. More than four times the request
counts as far.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", resources: {requests: {memory: 128Mi}, limits: {memory: 4Gi}}}
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
            - {name: web, image: "web:1", resources: {requests: {memory: 128Mi}, limits: {memory: 256Mi}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.resources import limit, request
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS
NEEDS = ("limits",)

_MOST = 4


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in template.containers() if template else ():
        asked, most = request(container, "memory"), limit(container, "memory")
        if asked and most and most > asked * _MOST:
            yield Problem(
                f"container `{text(container, 'name')}` may use {most // asked} times the memory it requests",
                (*path, "resources", "limits", "memory"),
                fix="request what it needs under load, and set the limit near it",
            )

"""CPU limit that slows the container down

Why: A limit throttles even where the node has time to spare, and latency jumps; a request alone shares fairly.
Source:
https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run.
Pods whose class must be Guaranteed (limits equal to requests throughout) are left alone.
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
            - {name: web, image: "web:1", resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 500m}}}
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
            - {name: web, image: "web:1", resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}}
Good (guaranteed):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", resources: {limits: {cpu: "1", memory: 64Mi}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.resources import limit, request
from generator.facts.services import running
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS
NEEDS = ("limits",)

_BOTH = ("cpu", "memory")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    every = list(running(template)) if template else []
    if all(limit(c, each) is not None and limit(c, each) == request(c, each) for _, c in every for each in _BOTH):
        return
    for path, container in every:
        if limit(container, "cpu") is not None:
            yield Problem(
                f"container `{text(container, 'name')}` is throttled at its CPU limit",
                (*path, "resources", "limits", "cpu"),
                fix="remove the limit and keep the request",
                at_key=True,
            )

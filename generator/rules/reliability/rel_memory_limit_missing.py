"""container without a memory limit

Why: A leak takes the memory of its node, and other pods are killed for it.
Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
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
            - name: web
              image: "web:1"
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
              resources: {limits: {memory: 64Mi}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          resources: {limits: {memory: 64Mi}}
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries, text
from generator.facts.privileges import AUTO
from generator.facts.resources import limit
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in template.containers() if template else ():
        if template is None or container.get("image") == AUTO or limit(container, "memory") is not None:
            continue
        if get(template.spec, "resources", "limits", "memory") is None and not _default(cluster, template.namespace):
            yield Problem(
                f"container `{text(container, 'name')}` has no memory limit",
                (*path, "resources", "limits"),
                fix="set resources.limits.memory",
            )


@lru_cache(maxsize=512)
def _default(cluster: Cluster, namespace: str) -> bool:
    """Whether a LimitRange of the namespace gives containers a memory limit."""
    return any(
        get(row, "default", "memory") is not None
        for each in cluster.all("LimitRange")
        if each.id.namespace == namespace
        for _, row in entries(each.body, "spec", "limits")
    )

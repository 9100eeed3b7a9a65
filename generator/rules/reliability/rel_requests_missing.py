"""container without requests

Why: The scheduler takes it for nothing: nodes are overbooked, and under pressure this pod goes first.
Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/. A limit counts as its own
request, a LimitRange's default and a pod's own requests count too; init containers are not judged.
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
              resources: {requests: {cpu: 100m, memory: 64Mi}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          resources: {requests: {cpu: 100m, memory: 64Mi}}
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.privileges import AUTO
from generator.facts.resources import default_request, request
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in template.containers() if template else ():
        if template is None or container.get("image") == AUTO:
            continue
        missing = [
            resource
            for resource in ("cpu", "memory")
            if request(container, resource) is None
            and default_request(cluster, template, resource) is None
            and get(template.spec, "resources", "requests", resource) is None
        ]
        if missing:
            yield Problem(
                f"container `{text(container, 'name')}` requests no {' and no '.join(missing)}",
                (*path, "resources", "requests"),
                fix="set resources.requests to what it usually needs",
            )

"""image that is not always the same

Why: Pods of one revision may run different code, and a rollback may not bring the old one back.
Source: https://kubernetes.io/docs/concepts/containers/images/ (tag latest, pull policy). A digest or any other tag is
taken.
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
            - {name: web, image: nginx}
Bad (latest):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "nginx:latest"}
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
            - {name: web, image: "web:1"}
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
            - {name: web, image: "nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.privileges import containers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template else ():
        image = text(container, "image")
        tag = image.rpartition("/")[2].partition(":")[2]
        if not image or "@" in image or tag not in ("", "latest"):
            continue
        policy = text(container, "imagePullPolicy") or "Always"
        stale = f"; with pull policy {policy} each node keeps what it has" if policy != "Always" else ""
        yield Problem(
            f"image `{image}` has {'no tag' if not tag else 'the tag latest'}: it changes without notice{stale}",
            (*path, "image"),
            fix="pin a version or a digest",
        )

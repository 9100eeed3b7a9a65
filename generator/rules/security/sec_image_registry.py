"""image from a registry that is not among those allowed

Why: Anybody may push to a public registry; what runs should come from where it is scanned, signed and kept.
Source: https://kubernetes.io/docs/concepts/containers/images/#image-names. It says nothing until `imageRegistries`
names where images may come from.
Settings:
    imageRegistries: [ghcr.io/acme, registry.k8s.io]
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
            - {name: web, image: "random/app:1"}
Bad (another path of the registry):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      initContainers: [{name: init, image: "ghcr.io/acme2/init:1"}]
      containers: [{name: web, image: "ghcr.io/acme/web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "ghcr.io/acme/web:1"}, {name: pause, image: "registry.k8s.io/pause:3.10"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.facts.images import comes_from, repository
from generator.facts.privileges import containers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    allowed = [str(row) for row in rows(cluster.settings, "imageRegistries")]
    template = cluster.template(manifest) if allowed else None
    for path, container in containers(template) if template else ():
        image = text(container, "image")
        if image and not any(comes_from(image, each) for each in allowed):
            yield Problem(
                f"image `{image}` comes from {'/'.join(repository(image))}, which is not allowed",
                (*path, "image"),
                fix=f"take it from one of {', '.join(allowed)}, or add its registry to imageRegistries",
            )

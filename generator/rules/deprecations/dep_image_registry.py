"""image from a registry that is frozen or gone

Why: Nothing new appears there, security fixes included, and one day the pull fails.
Source: https://kubernetes.io/blog/2023/03/10/image-registry-redirect/ (k8s.gcr.io), the notices of
docker.pkg.github.com, of gcr.io/kubebuilder and of Bitnami (August 2025)
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
            - {name: web, image: "k8s.gcr.io/pause:3.1"}
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
            - {name: web, image: "registry.k8s.io/pause:3.10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.images import comes_from
from generator.facts.privileges import containers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = kinds.WORKLOADS

_RETIRED = {
    "k8s.gcr.io": "registry.k8s.io",
    "gcr.io/google_containers": "registry.k8s.io",
    "gcr.io/google-containers": "registry.k8s.io",
    "gcr.io/kubebuilder": "registry.k8s.io or quay.io/brancz",
    "docker.pkg.github.com": "ghcr.io",
    "docker.io/bitnami": "docker.io/bitnamisecure, or the project's own images",
}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template else ():
        image = text(container, "image")
        old = next((registry for registry in _RETIRED if image and comes_from(image, registry)), "")
        if old:
            fix = f"take it from {_RETIRED[old]}"
            yield Problem(f"`{old}` is no longer kept up", (*path, "image"), fix=fix)

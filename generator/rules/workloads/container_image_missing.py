"""container without an image

Why: Schemas leave image optional so that defaults may come later, but the API server refuses a pod template without
one.
Source: kubernetes pkg/apis/core/validation/validation.go, validateContainerCommon.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web}]
Bad (blank around):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: " web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        image, name = container.get("image"), text(container, "name")
        if image is None or image == "":
            yield Problem(f"container `{name}` has no image", (*path, "image"), fix="name an image and its tag")
        elif isinstance(image, str) and image != image.strip():
            yield Problem(f"the image of `{name}` has blanks around it", (*path, "image"), fix="remove them")

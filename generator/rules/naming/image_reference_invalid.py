"""image whose reference does not parse

Why: Repositories are lower case, a tag has at most 128 characters and a digest its full length; anything else stays at
InvalidImageName.
Source: https://github.com/distribution/reference, reference.go (the grammar).
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "registry.example.com/Shop/web:1"}]
Bad (cut digest):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web@sha256:0123"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "registry.example.com:5000/shop/web__x:1.0-RC_1"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.residue import unrendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS

_HOST = r"(?:[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])"
_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    rf"(?:{_HOST}(?::[0-9]+)?/)?{_PART}(?:/{_PART})*(?::[A-Za-z0-9_][-A-Za-z0-9_.]{{0,127}})?"
    r"(?:@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?\Z"
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        image = text(container, "image")
        if (
            image
            and image == image.strip()
            and len(image) <= 512
            and not unrendered(image)
            and not _REFERENCE.match(image)
        ):
            yield Problem(
                f"`{image}` is no image reference",
                (*path, "image"),
                fix="write [host[:port]/]path[:tag][@sha256:digest], the path in lower case",
            )

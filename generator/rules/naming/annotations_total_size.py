"""annotations larger than 256 KiB together

Why: The API server adds up keys and values of all annotations and refuses the object above 262144 bytes.
Source: kubernetes apimachinery pkg/api/validation/objectmeta.go, ValidateAnnotationsSize.
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {example.com/notes: <270000 bytes>}}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {example.com/notes: short}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import labels, sizes
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)
NEEDS = ("annotations",)

LIMIT = sizes.ANNOTATIONS_LIMIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not sizes.may_exceed(manifest, cluster, LIMIT):
        return
    for path, found in labels.annotation_maps(manifest, cluster):
        size = sizes.annotation_bytes(found)
        if size > LIMIT:
            yield Problem(
                f"the annotations have {size} bytes, {LIMIT} are allowed", path, fix="move the largest into a ConfigMap"
            )

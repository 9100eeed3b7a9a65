"""status in a manifest

Why: Controllers write the status; one in Git is ignored at best and shows up as a difference for ever at worst.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/#object-spec-and-status
Bad:
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop}
    status: {phase: Active}
Good:
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop}
    spec: {}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("*",)
NEEDS = ("status",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    # Exported CRDs carry an empty one that harms nobody.
    if manifest.body.get("status") and manifest.id.kind != "CustomResourceDefinition":
        yield Problem(
            "the status belongs to the cluster", ("status",), fix="remove status", at_key=True, safe=True, value=OMIT
        )

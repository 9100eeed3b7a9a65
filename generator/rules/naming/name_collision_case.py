"""two files whose paths differ only in upper and lower case

Why: File systems of macOS and Windows take them for one file, so a checkout there loses one of them.
Source: https://git-scm.com/docs/git-config (core.ignoreCase).
Bad:
    # file: apps/API.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: one, namespace: shop}
    # file: apps/api.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: other, namespace: shop}
Good:
    # file: apps/api.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: one, namespace: shop}
    # file: apps/api-2.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: other, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = ("*",)
FLEET = True
DEFAULT = False


def check(cluster: Cluster) -> Iterator[Problem]:
    first: dict[str, Manifest] = {}
    told: set[str] = set()
    for manifest in sorted(cluster.manifests, key=lambda one: one.path):
        other = first.setdefault(manifest.path.casefold(), manifest)
        if other.path != manifest.path and manifest.path not in told:
            told.add(manifest.path)
            yield Problem(
                f"`{manifest.path}` and `{other.path}` are one file where case does not count",
                fix="rename one of the files",
                manifest=manifest,
                related=(Place("the other file", other),),
            )

"""object that is there under two apiVersions

Why: Versions are views of one stored object, so the two are the same one and whoever is applied last wins.
Source: https://kubernetes.io/docs/reference/using-api/#api-versioning
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
    ---
    apiVersion: networking.istio.io/v1beta1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
    ---
    apiVersion: networking.istio.io/v1beta1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec: {hosts: [api], http: [{route: [{destination: {host: api}}]}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, get
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = ("*",)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for manifest in cluster.manifests:
        first = cluster.by_id[manifest.id]
        if first.version == manifest.version or not get(manifest.body, "metadata", "name"):
            continue
        yield Problem(
            f"{manifest.id} is given as {first.version} and as {manifest.version}: both are one object",
            ("apiVersion",),
            fix="keep one",
            manifest=manifest,
            related=(Place("the first", first, ("apiVersion",)),),
        )

"""subset that no route leads to

Why: It costs every proxy a cluster, and whoever reads it believes that traffic goes there.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1, labels: {version: v1}}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1, labels: {version: v1}}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http: [{route: [{destination: {host: api, subset: v1}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.subsets import host_of, subsets_of
from generator.facts.virtual_services import routed_subsets
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("subsets",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    host = host_of(manifest)
    for subset in subsets_of(manifest):
        if "*" not in host and subset.name and (host, subset.name) not in routed_subsets(cluster):
            yield Problem(f"no route leads to subset `{subset.name}`", subset.path, fix="route to it, or remove it")

"""subset that is the whole service

Why: Without labels and without a policy of its own, a subset picks every pod: routing to it changes nothing.
Source: https://kiali.io/docs/features/validations/, KIA0209.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: all}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      subsets:
        - {name: v1, labels: {version: v1}}
        - {name: patient, trafficPolicy: {connectionPool: {tcp: {connectTimeout: 30s}}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.subsets import subsets_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("subsets",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for subset in subsets_of(manifest):
        if not subset.labels and not get(manifest.body, *subset.path, "trafficPolicy"):
            yield Problem(
                f"subset `{subset.name}` has no labels and picks every pod",
                subset.path,
                fix="add the labels that tell its pods apart",
            )

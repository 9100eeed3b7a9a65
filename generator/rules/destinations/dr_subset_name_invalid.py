"""subset whose name is no DNS label

Why: istiod refuses it: the name becomes part of the cluster's name and of DNS names.
Source: istio pkg/config/validation/validation.go, validateSubsetName.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1.0, labels: {version: v1}}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1-0, labels: {version: v1}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.grammar import label_fault
from generator.facts.subsets import subsets_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for subset in subsets_of(manifest):
        wrong = label_fault(subset.name) if subset.name else "it is empty"
        if wrong:
            yield Problem(
                f"`{subset.name}` cannot name a subset: {wrong}",
                (*subset.path, "name"),
                fix="use lower-case letters, digits and hyphens",
            )

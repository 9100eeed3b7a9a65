"""subset whose name or labels istiod refuses

Why: istiod refuses it: the name becomes part of the cluster's name and of DNS names, and no pod can have labels that
Kubernetes does not take. Capitals in a name are taken.
Source: istio pkg/config/validation/validation.go, validateSubsetName; pkg/config/labels/instance.go.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1.0, labels: {version: v1}}]}
Bad (a label that no pod can have):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1, labels: {version: "v1 stable"}}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1-0, labels: {version: v1}}, {name: Next, labels: {version: ""}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.grammar import key_fault, value_fault
from generator.facts.istio_names import name_fault
from generator.facts.subsets import subsets_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("subsets",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for subset in subsets_of(manifest):
        if wrong := name_fault(subset.name):
            yield Problem(
                f"`{subset.name}` cannot name a subset: it {wrong}",
                (*subset.path, "name"),
                fix="use letters, digits and hyphens",
            )
        for key, value in subset.labels.items():
            wrong = key_fault(str(key)) or (value_fault(value) if isinstance(value, str) else "")
            if wrong:
                message = f"no pod can have the label `{key}: {value}`: it {wrong}"
                yield Problem(message, (*subset.path, "labels", key), fix="write the label as the pods have it")

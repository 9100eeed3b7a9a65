"""pods that no NetworkPolicy selects

Why: Everything in the cluster may connect to them and they to everything, while their neighbours are isolated.
Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation. Told
only where the objects given isolate other pods: elsewhere policies may be kept apart, or be those of another kind.
Bad:
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: api, namespace: shop}
    spec: {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: all, namespace: shop}
    spec: {podSelector: {}, policyTypes: [Ingress]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS

_POLICY = "NetworkPolicy.networking.k8s.io"
_OTHERS = (
    "CiliumNetworkPolicy.cilium.io",
    "CiliumClusterwideNetworkPolicy.cilium.io",
    "NetworkPolicy.crd.projectcalico.org",
    "GlobalNetworkPolicy.crd.projectcalico.org",
    "AdminNetworkPolicy.policy.networking.k8s.io",
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    selecting = _selecting(cluster)
    if template is None or not selecting or template.spec.get("hostNetwork") is True or cluster.all(*_OTHERS):
        return
    if not any(matches(selector, template.labels) for selector in selecting.get(template.namespace, ())):
        fix = "let a NetworkPolicy of the namespace select them"
        yield Problem("no NetworkPolicy selects these pods", ("metadata", "name"), fix=fix)


@lru_cache(maxsize=16)
def _selecting(cluster: Cluster) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """What the NetworkPolicies of each namespace select."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for policy in cluster.all(_POLICY):
        if isinstance(get(policy.body, "spec", "podSelector"), Mapping):
            found.setdefault(policy.id.namespace, []).append(mapping(policy.body, "spec", "podSelector"))
    return {namespace: tuple(selectors) for namespace, selectors in found.items()}

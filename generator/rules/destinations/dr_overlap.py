"""two DestinationRules for one host

Why: Only their subsets are merged: of the traffic policies Istio takes the oldest rule's and ignores the others.
Source: https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api-limits, namespace: shop}
    spec: {host: api.shop.svc.cluster.local, trafficPolicy: {connectionPool: {tcp: {maxConnections: 10}}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api-subsets, namespace: shop}
    spec: {host: api, subsets: [{name: v1, labels: {version: v1}}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api-here, namespace: billing}
    spec:
      host: api.shop.svc.cluster.local
      exportTo: ["."]
      workloadSelector: {matchLabels: {app: bills}}
      trafficPolicy: {connectionPool: {tcp: {maxConnections: 10}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.istio_hosts import share_audience
from generator.facts.subsets import host_of, rules_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("trafficPolicy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not get(manifest.body, "spec", "trafficPolicy"):
        return
    for other in rules_of(cluster, host_of(manifest)):
        if other is manifest:
            return
        if _same_scope(manifest, other):
            yield Problem(
                f"DestinationRule `{other.id.namespace}/{other.id.name}` has a policy for `{host_of(manifest)}` too: "
                "only the oldest applies",
                ("spec", "trafficPolicy"),
                fix="put both into one DestinationRule",
                related=(Place("the other policy", other, ("spec", "trafficPolicy")),),
            )
            return


def _same_scope(one: Manifest, other: Manifest) -> bool:
    """Whether some client sees both and neither is more specific for it: a client's own namespace goes first."""
    selectors = [mapping(rule.body, "spec", "workloadSelector", "matchLabels") for rule in (one, other)]
    return (
        one.id.namespace == other.id.namespace
        and share_audience(one, other)
        and bool(get(other.body, "spec", "trafficPolicy"))
        and selectors[0] == selectors[1]
    )

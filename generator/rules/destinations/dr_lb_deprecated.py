"""load balancing by a deprecated field

Why: LEAST_CONN, warmupDurationSecs and minimumRingSize are still read but will go; their successors say the same.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {loadBalancer: {simple: LEAST_CONN}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.traffic_policies import blocks
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("loadBalancer",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, balancer in blocks(manifest, "loadBalancer"):
        if balancer.get("simple") == "LEAST_CONN":
            yield Problem(
                "LEAST_CONN is deprecated",
                (*path, "simple"),
                fix="write LEAST_REQUEST",
                safe=True,
                value="LEAST_REQUEST",
            )
        if "warmupDurationSecs" in balancer:
            there = (*path, "warmupDurationSecs")
            yield Problem("warmupDurationSecs is deprecated", there, fix="write warmup.duration", at_key=True)
        if mapping(balancer, "consistentHash").get("minimumRingSize"):
            yield Problem(
                "minimumRingSize is deprecated",
                (*path, "consistentHash", "minimumRingSize"),
                fix="write ringHash.minimumRingSize",
                at_key=True,
            )

"""subset that no DestinationRule defines

Why: The proxy has no cluster for the subset and answers 503 to every request of the route.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0101/
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api, subset: v3}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      subsets: [{name: v1, labels: {version: v1}}]
Bad (no DestinationRule at all):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api, subset: v1}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api, subset: v1}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api.shop.svc.cluster.local
      subsets: [{name: v1, labels: {version: v1}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import service_name, visible
from generator.facts.subsets import rules_for, subsets_of
from generator.facts.suggest import did_you_mean
from generator.facts.virtual_services import Destination, destinations
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for target in destinations(manifest):
        if target.subset:
            yield from _judge(cluster, manifest, target)


def _judge(cluster: Cluster, manifest: Manifest, target: Destination) -> Iterator[Problem]:
    path = (*target.path, "subset")
    over = rules_for(cluster, target.full)
    defined = [subset for rule in over for subset in subsets_of(rule)]
    same = [subset for subset in defined if subset.name == target.subset]
    if any(visible(subset.rule, manifest.id.namespace) for subset in same):
        return
    if same:
        yield Problem(
            f"the DestinationRule with subset `{target.subset}` is not exported to namespace {manifest.id.namespace}",
            path,
            fix="widen its exportTo",
            severity="warning",
            related=(Place("exported here", same[0].rule, ("spec", "exportTo")),),
        )
        return
    if over:
        yield Problem(
            f"no DestinationRule of `{target.full}` defines subset `{target.subset}`"
            + did_you_mean(target.subset, (subset.name for subset in defined)),
            path,
            fix="name a defined subset, or define it",
            related=(Place("its subsets", over[0], ("spec", "subsets")),),
        )
        return
    named = service_name(target.full)
    severity = cluster.absence(kinds.DESTINATION_RULE, named[1], named[0]) if named else "unverifiable"
    if severity:
        yield Problem(
            f"no DestinationRule defines subset `{target.subset}` of `{target.full}`",
            path,
            fix="add a DestinationRule with the subset",
            severity=severity,
        )

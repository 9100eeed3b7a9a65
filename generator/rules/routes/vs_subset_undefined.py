"""subset that no DestinationRule defines

Why: The proxy has no cluster for the subset and answers 503 to every request of the route. A client looks for
DestinationRules in its own namespace, then in that of the host, then in the root namespace, and nowhere else; in each
only the most specific host counts.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0101/; istio pilot/pkg/model/push_context.go
(destinationRule); pkg/config/validation/validation.go, validateSubsetName.
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
from generator.facts.istio_gateways import MESH, find, homes, pods
from generator.facts.istio_hosts import elsewhere, meant, registry, root_namespace, service_name, visible
from generator.facts.istio_names import host_fault, name_fault
from generator.facts.subsets import Subset, host_of, in_force, subsets_of
from generator.facts.suggest import did_you_mean, slip
from generator.facts.virtual_services import Destination, routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("subset",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for target in routing(cluster, manifest).destinations:
        if target.subset and not host_fault(target.host):
            yield from _judge(cluster, manifest, target)


def _judge(cluster: Cluster, manifest: Manifest, target: Destination) -> Iterator[Problem]:
    path = (*target.path, "subset")
    if wrong := name_fault(target.subset):
        yield Problem(f"`{target.subset}` cannot name a subset: it {wrong}", path, fix="name a defined subset")
        return
    over = [rule for rules in in_force(cluster, target.full).values() for rule in rules]
    defined = [subset for rule in over for subset in subsets_of(rule)]
    same = [subset for subset in defined if subset.name == target.subset]
    if same:
        yield from _unseen(cluster, manifest, target, same)
        return
    if not over and _mistaken(cluster, manifest, target):
        # The host is another's fault, which says what was meant; its subsets are known under that name.
        return
    names = {subset.name for subset in defined}
    named = service_name(target.full)
    severity = "error"
    if not slip(target.subset, names) and not any(host_of(rule) == target.full for rule in over):
        # A rule for many hosts says nothing of one that has a rule of its own elsewhere.
        severity = cluster.absence(kinds.DESTINATION_RULE, named[1], named[0]) if named else "unverifiable"
    if severity:
        yield Problem(
            f"no DestinationRule{' of' if over else ' defines subset'} "
            + (f"`{target.full}` defines subset `{target.subset}`" if over else f"`{target.subset}` of `{target.full}`")
            + did_you_mean(target.subset, names),
            path,
            fix="name a defined subset, or define it" if over else "add a DestinationRule with the subset",
            severity=severity,
            related=tuple(Place("its subsets", rule, ("spec", "subsets")) for rule in over[:1]),
        )


def _mistaken(cluster: Cluster, manifest: Manifest, target: Destination) -> bool:
    """Whether nobody owns the host and it is known which one was meant."""
    if registry(cluster).owners(target.full):
        return False
    home = manifest.id.namespace
    return bool(elsewhere(cluster, target.host, home) or meant(cluster, target.host, home))


def _unseen(cluster: Cluster, manifest: Manifest, target: Destination, same: list[Subset]) -> Iterator[Problem]:
    """Some client of the route that uses none of the DestinationRules with the subset."""
    owners = {owner.id.namespace for owner in registry(cluster).owners(target.full)}
    named = service_name(target.full)
    spaces = owners or ({named[1]} if named else set())
    for client, sure in _clients(cluster, manifest):
        looked = {client, root_namespace(cluster), *spaces}
        found = [subset.rule for subset in same if not spaces or subset.rule.id.namespace in looked]
        if any(rule.id.namespace == client or visible(rule, client) for rule in found):
            continue
        rule = found[0] if found else same[0].rule
        yield Problem(
            f"the DestinationRule with subset `{target.subset}` "
            + (f"is not exported to namespace {client}" if found else f"lies in namespace {rule.id.namespace}")
            + ("" if found else f": clients in {client} look in {', '.join(sorted(looked))} only"),
            (*target.path, "subset"),
            fix="widen its exportTo" if found else f"move it to namespace {' or '.join(sorted(spaces))}",
            severity="error" if sure else "warning",
            related=(Place("the subset", rule, ("spec", "exportTo") if found else ("metadata", "namespace")),),
        )
        return


def _clients(cluster: Cluster, manifest: Manifest) -> Iterator[tuple[str, bool]]:
    """The namespaces that requests of the routes come from, and whether that is sure; sidecars may be anywhere."""
    bound = routing(cluster, manifest).gateways
    gateways = [gateway for name in bound if name != MESH and (gateway := find(cluster, name)) is not None]
    here = [space for gateway in gateways if pods(cluster, gateway) for space in homes(cluster, gateway)]
    yield from ((space, True) for space in dict.fromkeys(here))
    if MESH in bound or not here:
        yield manifest.id.namespace, False

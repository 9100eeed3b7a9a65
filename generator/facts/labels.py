"""Every place of an object that holds labels or annotations, or selects by labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, mapping
from generator.facts.fields import entries
from generator.model import Manifest, Path

NETWORK_POLICY = "NetworkPolicy.networking.k8s.io"
_SELECTING = frozenset((*kinds.WORKLOADS, kinds.PDB, kinds.SERVICE_MONITOR, kinds.POD_MONITOR))
_SPREAD = "topologySpreadConstraints"
_WEIGHTED = "preferredDuringSchedulingIgnoredDuringExecution"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
Place = tuple[Path, Mapping[str, Any]]


def collected(find: Callable[[Manifest, Cluster], Iterator[Place]]) -> Callable[[Manifest, Cluster], tuple[Place, ...]]:
    """The places in a tuple: several rules walk over them."""

    def found(manifest: Manifest, cluster: Cluster) -> tuple[Place, ...]:
        return tuple(find(manifest, cluster))

    return found


def label_maps(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    """Labels of the object and of what it makes, and the plain maps that select by them."""
    return cluster.once(manifest, _label_maps)


@collected
def _label_maps(manifest: Manifest, cluster: Cluster) -> Iterator[Place]:
    yield from _metadata(manifest, "labels")
    if kind_name(manifest) == kinds.SERVICE:
        yield from _present(manifest.body, (), ("spec", "selector"))
    for path, selector in selectors(manifest, cluster):
        yield from _present(selector, path, ("matchLabels",))
    template = cluster.template(manifest)
    if template is not None:
        yield from _present(template.spec, (*template.path, "spec"), ("nodeSelector",))


def annotation_maps(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    """Annotations of the object and of what it makes."""
    return cluster.once(manifest, _annotation_maps)


@collected
def _annotation_maps(manifest: Manifest, cluster: Cluster) -> Iterator[Place]:
    yield from _metadata(manifest, "annotations")


def expressions(manifest: Manifest, cluster: Cluster) -> Iterator[Place]:
    """Each requirement of the object's label selectors."""
    for path, selector in selectors(manifest, cluster):
        for n, row in entries(selector, "matchExpressions"):
            yield (*path, "matchExpressions", n), row


def topology_keys(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, str]]:
    """The node labels that a pod template spreads over or stays away by."""
    template = cluster.template(manifest)
    spec = template.spec if template else {}
    if template is None or not ("affinity" in spec or _SPREAD in spec):
        return
    here = (*template.path, "spec")
    rows = [((*here, _SPREAD, n), row) for n, row in entries(spec, _SPREAD)]
    for path, row in [*rows, *_terms(spec, here)]:
        key = row.get("topologyKey")
        if isinstance(key, str):
            yield (*path, "topologyKey"), key


def selectors(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    """Each label selector of an object that the API server reads as one."""
    return cluster.once(manifest, _selectors)


@collected
def _selectors(manifest: Manifest, cluster: Cluster) -> Iterator[Place]:
    kind = kind_name(manifest)
    if kind in _SELECTING:
        yield from _present(manifest.body, (), ("spec", "selector"))
    elif kind == NETWORK_POLICY:
        yield from _peers(manifest)
    template = cluster.template(manifest)
    spec = template.spec if template else {}
    if template is None or not ("affinity" in spec or _SPREAD in spec):
        return
    here = (*template.path, "spec")
    for path, term in _terms(spec, here):
        for field in ("labelSelector", "namespaceSelector"):
            yield from _present(term, path, (field,))
    for n, row in entries(spec, _SPREAD):
        yield from _present(row, (*here, _SPREAD, n), ("labelSelector",))


def _terms(spec: Mapping[str, Any], here: Path) -> Iterator[Place]:
    """The affinity terms of a pod that speak of other pods."""
    for side in ("podAffinity", "podAntiAffinity"):
        rules, path = mapping(spec, "affinity", side), (*here, "affinity", side)
        for n, term in entries(rules, _REQUIRED):
            yield (*path, _REQUIRED, n), term
        for n, row in entries(rules, _WEIGHTED):
            yield from _present(row, (*path, _WEIGHTED, n), ("podAffinityTerm",))


def _peers(manifest: Manifest) -> Iterator[Place]:
    """The selectors of a NetworkPolicy."""
    yield from _present(manifest.body, (), ("spec", "podSelector"))
    for rules, side in (("ingress", "from"), ("egress", "to")):
        for n, rule in entries(manifest.body, "spec", rules):
            for m, peer in entries(rule, side):
                for field in ("podSelector", "namespaceSelector"):
                    yield from _present(peer, ("spec", rules, n, side, m), (field,))


def _metadata(manifest: Manifest, field: str) -> Iterator[Place]:
    yield from _present(manifest.body, (), ("metadata", field))
    kind = kind_name(manifest)
    template = kinds.POD_TEMPLATES.get(kind)
    if not template:
        return
    yield from _present(manifest.body, (), (*template, "metadata", field))
    if kind == kinds.CRON_JOB:
        yield from _present(manifest.body, (), ("spec", "jobTemplate", "metadata", field))
    elif kind == kinds.STATEFUL_SET:
        for n, claim in entries(manifest.body, "spec", "volumeClaimTemplates"):
            yield from _present(claim, ("spec", "volumeClaimTemplates", n), ("metadata", field))


def _present(node: Any, above: Path, path: Path) -> Iterator[Place]:
    """The mapping below a node that stands at `above`, if there is one."""
    found = get(node, *path)
    if isinstance(found, Mapping):
        yield (*above, *path), found

"""Every place of an object that holds labels or annotations, or selects by labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name, mapping
from generator.facts.fields import entries
from generator.model import Manifest, Path

NETWORK_POLICY = "NetworkPolicy.networking.k8s.io"
_SELECTING = frozenset((*kinds.WORKLOADS, kinds.PDB, kinds.SERVICE_MONITOR, kinds.POD_MONITOR))
_WITH_SELECTORS = _SELECTING | {NETWORK_POLICY, *kinds.POD_TEMPLATES}
_SPREAD = "topologySpreadConstraints"
_WEIGHTED = "preferredDuringSchedulingIgnoredDuringExecution"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
Place = tuple[Path, Mapping[str, Any]]


def label_maps(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    """Labels of the object and of what it makes, and the plain maps that select by them."""
    return cluster.once(manifest, _label_maps)


def _label_maps(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    kind = kind_name(manifest)
    found = _metadata(manifest, kind, "labels")
    if kind == kinds.SERVICE:
        found += _present(manifest.body, (), ("spec", "selector"))
    elif kind in _WITH_SELECTORS:
        for path, selector in selectors(manifest, cluster):
            found += _present(selector, path, ("matchLabels",))
        template = cluster.template(manifest)
        if template is not None and "nodeSelector" in template.spec:
            found += _present(template.spec, (*template.path, "spec"), ("nodeSelector",))
    return found


def annotation_maps(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    """Annotations of the object and of what it makes."""
    return cluster.once(manifest, _annotation_maps)


def _annotation_maps(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    return _metadata(manifest, kind_name(manifest), "annotations")


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


def _selectors(manifest: Manifest, cluster: Cluster) -> Sequence[Place]:
    kind = kind_name(manifest)
    found: list[Place] = []
    if kind in _SELECTING:
        found += _present(manifest.body, (), ("spec", "selector"))
    elif kind == NETWORK_POLICY:
        found += _peers(manifest)
    template = cluster.template(manifest)
    spec = template.spec if template else {}
    if template is None or not ("affinity" in spec or _SPREAD in spec):
        return found
    here = (*template.path, "spec")
    for path, term in _terms(spec, here):
        for field in ("labelSelector", "namespaceSelector"):
            found += _present(term, path, (field,))
    for n, row in entries(spec, _SPREAD):
        found += _present(row, (*here, _SPREAD, n), ("labelSelector",))
    return found


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


def _metadata(manifest: Manifest, kind: str, field: str) -> list[Place]:
    found = _present(manifest.body, (), ("metadata", field))
    template = kinds.POD_TEMPLATES.get(kind)
    if not template:
        return found
    found += _present(manifest.body, (), (*template, "metadata", field))
    if kind == kinds.CRON_JOB:
        found += _present(manifest.body, (), ("spec", "jobTemplate", "metadata", field))
    elif kind == kinds.STATEFUL_SET:
        for n, claim in entries(manifest.body, "spec", "volumeClaimTemplates"):
            found += _present(claim, ("spec", "volumeClaimTemplates", n), ("metadata", field))
    return found


def _present(node: Any, above: Path, path: Path) -> list[Place]:
    """The mapping below a node that stands at `above`, if there is one."""
    found = get(node, *path)
    return [((*above, *path), found)] if isinstance(found, Mapping) else []

"""CustomResourceDefinitions among the manifests: what they define, in which versions, and who applies them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest

CRD = "CustomResourceDefinition.apiextensions.k8s.io"
CONSTRAINT_TEMPLATE = "ConstraintTemplate.templates.gatekeeper.sh"
CONSTRAINTS = "constraints.gatekeeper.sh"

Kind = tuple[str, str]
"""Group and kind."""


@lru_cache(maxsize=8)
def defined(cluster: Cluster) -> Mapping[Kind, Manifest]:
    """The CRDs of a cluster by what they define."""
    return {(text(crd.body, "spec", "group"), text(crd.body, "spec", "names", "kind")): crd for crd in cluster.all(CRD)}


@lru_cache(maxsize=8)
def served(cluster: Cluster) -> Mapping[Kind, frozenset[str]]:
    """The versions that the CRDs of a cluster serve."""
    return {
        kind: frozenset(
            text(row, "name") for _, row in entries(crd.body, "spec", "versions") if row.get("served") is True
        )
        for kind, crd in defined(cluster).items()
    }


@lru_cache(maxsize=8)
def made_by_controllers(cluster: Cluster) -> Mapping[Kind, Manifest]:
    """The objects from which a controller makes a CRD, by what that will define: Gatekeeper's templates."""
    return {
        (CONSTRAINTS, text(template.body, "spec", "crd", "spec", "names", "kind")): template
        for template in cluster.all(CONSTRAINT_TEMPLATE)
    }

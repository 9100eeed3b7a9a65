"""Service without ports

Why: Only headless Services and those of type ExternalName may have none; others are refused.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateService.
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: []}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {clusterIP: None, selector: {app: web}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    if rows(spec, "ports") or spec.get("clusterIP") == "None" or spec.get("type") == "ExternalName":
        return
    yield Problem("the Service has no ports", ("spec", "ports"), fix="add the ports of the pods it selects")

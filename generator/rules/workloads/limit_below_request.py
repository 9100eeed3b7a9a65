"""limit below the request

Why: A container cannot be promised more than it may use; the API server refuses it. Huge pages and devices have limit
and request alike.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateResourceRequirements.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}]
Bad (device):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 2}}}]
Bad (device without a limit):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {requests: {nvidia.com/gpu: 1}}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {requests: {cpu: 1000m}, limits: {cpu: 1}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.resources import amount as quantity_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("requests",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    places = [(path, container) for path, container in template.containers(init=True)]
    for path, holder in [((*template.path, "spec"), template.spec), *places]:
        limits = mapping(holder, "resources", "limits")
        for name, asked in mapping(holder, "resources", "requests").items():
            low, high = quantity_of(asked), quantity_of(limits.get(name))
            # Devices and huge pages are never given in part.
            whole_only = _whole(str(name))
            if whole_only and name not in limits and low:
                yield Problem(
                    f"{name} has a request and no limit",
                    (*path, "resources", "requests", name),
                    fix=f"add limits.{name}: {asked}",
                )
            if low is None or high is None:
                continue
            if high < low or (whole_only and high != low):
                told = "is not" if whole_only else "is below"
                yield Problem(
                    f"the {name} limit {limits[name]} {told} the request {asked}",
                    (*path, "resources", "limits", name),
                    fix=f"set the limit to {asked}" + ("" if whole_only else " or more"),
                )


def _whole(name: str) -> bool:
    """Whether a resource is one that a container has to itself."""
    return name.startswith("hugepages-") or ("/" in name and "kubernetes.io/" not in name)

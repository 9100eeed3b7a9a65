"""memory in thousandths of a byte, or cpu in hundreds of cores

Why: `512m` of memory is half a byte and `500` of cpu are five hundred cores: legal, but a suffix was mistaken. Less
than nothing is not even legal.
Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {requests: {memory: 512m}}}]
Bad (no unit):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {limits: {memory: 512, cpu: 500}}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {requests: {memory: 512Mi, cpu: 500m}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.resources import amount as quantity_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("requests", "limits")

_LEAST_BYTES = 1024 * 1024
_MOST_CORES = 256


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for side in ("requests", "limits"):
            for name, value in mapping(container, "resources", side).items():
                read = quantity_of(value)
                here = (*path, "resources", side, name)
                if read is not None and read < 0:
                    message = f"{name} `{value}` is below zero: the API server refuses it"
                    yield Problem(message, here, fix="write what is meant", severity="error")
                if read is None or read <= 0:
                    continue
                if name in ("memory", "ephemeral-storage") and read < _LEAST_BYTES:
                    yield Problem(f"{name} `{value}` is {read:f} bytes", here, fix="add the unit meant, such as Mi")
                elif name == "cpu" and read > _MOST_CORES:
                    yield Problem(f"cpu `{value}` is {read:f} cores", here, fix="write m for thousandths of a core")

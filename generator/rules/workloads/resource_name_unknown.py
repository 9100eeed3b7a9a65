"""resource that no node has, most likely misspelt

Why: Names without a domain are reserved: cpu, memory, ephemeral-storage and hugepages-*; the API server refuses
others.
Source: kubernetes pkg/apis/core/validation/validation.go, validateContainerResourceName.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", resources: {limits: {mem: 1Gi}}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", resources: {limits: {memory: 1Gi, nvidia.com/gpu: 1, hugepages-2Mi: 4Mi}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("requests", "limits")

_KNOWN = ("cpu", "memory", "ephemeral-storage")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for side in ("requests", "limits"):
            for name in mapping(container, "resources", side):
                if "/" not in str(name) and name not in _KNOWN and not str(name).startswith("hugepages-"):
                    guess = "memory" if str(name).startswith("mem") else ""
                    yield Problem(
                        f"no node has a resource `{name}`"
                        + (f", did you mean `{guess}`?" if guess else did_you_mean(str(name), _KNOWN)),
                        (*path, "resources", side, name),
                        fix="write cpu, memory, ephemeral-storage, or a name with its domain such as nvidia.com/gpu",
                        at_key=True,
                    )

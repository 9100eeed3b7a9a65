"""PriorityClass or RuntimeClass that nobody creates

Why: The API server refuses pods that name a class it does not have.
Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      priorityClassName: system-critical
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      priorityClassName: business
      containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata: {name: business}
    value: 1000
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("priorityClassName", "runtimeClassName")

_CLASSES = (
    ("priorityClassName", "PriorityClass.scheduling.k8s.io"),
    ("runtimeClassName", "RuntimeClass.node.k8s.io"),
)
_BUILT_IN = ("system-cluster-critical", "system-node-critical")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for field, kind in _CLASSES:
        name = text(template.spec, field)
        if not name or name in _BUILT_IN or cluster.get(kind, "", name) is not None or cluster.external(kind, "", name):
            continue
        names = [*(_BUILT_IN if field == "priorityClassName" else ()), *(m.id.name for m in cluster.all(kind))]
        # Names that begin with system- are reserved: nobody else can make one.
        reserved = field == "priorityClassName" and name.startswith("system-")
        yield Problem(
            f"there is no {kind.partition('.')[0]} `{name}`{did_you_mean(name, names)}",
            (*template.path, "spec", field),
            fix="create it, or declare it under externals",
            severity="error" if reserved else "unverifiable",
        )

"""budget under which pods that are not ready block a node drain

Why: By default a pod that runs but is not ready may only be evicted while enough others are healthy, so one broken
workload stops the drain of every node it is on. AlwaysAllow, since Kubernetes 1.26, lets broken pods go.
Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: web}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.disruptions import covered
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    chosen = get(manifest.body, "spec", "unhealthyPodEvictionPolicy")
    path: Path = ("spec", "unhealthyPodEvictionPolicy")
    if chosen is None and cluster.version("kubernetes") >= (1, 26):
        pods = covered(cluster, manifest)
        # Without a readiness probe a pod that runs is ready.
        if pods and not any("readinessProbe" in container for t in pods for _, container in t.containers()):
            return
        yield Problem(
            "pods that are not ready can block a node drain",
            ("spec",),
            fix="add unhealthyPodEvictionPolicy: AlwaysAllow",
        )
    elif chosen is not None and chosen not in ("IfHealthyBudget", "AlwaysAllow"):
        yield Problem(f"`{chosen}` is no policy", path, fix="IfHealthyBudget or AlwaysAllow", severity="error")

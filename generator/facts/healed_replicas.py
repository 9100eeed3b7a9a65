"""Whether Argo CD sets a workload's replicas back by itself as soon as an autoscaler has changed them."""

from __future__ import annotations

from generator.facts.applications import automated, options
from generator.facts.cluster import Cluster
from generator.facts.ignored_differences import ignores
from generator.facts.rendered_by import owners
from generator.model import Manifest


def healed(cluster: Cluster, workload: Manifest) -> bool:
    """Whether an Application that surely applies the workload heals itself and does not leave replicas alone."""
    for app in owners(cluster).get(id(workload), ()):
        policy = automated(app)
        if policy is None or policy.get("selfHeal") is not True:
            continue
        spared = ignores(app, workload, ("spec", "replicas"))
        if not spared or options(app).get("RespectIgnoreDifferences") != "true":
            return True
    return False

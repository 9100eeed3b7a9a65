"""What a PodDisruptionBudget allows, computed as the disruption controller computes it.

Source: kubernetes pkg/controller/disruption/disruption.go (getExpectedPodCount, updatePdbStatus): both percentages
are rounded up against the summed scale of the matched controllers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, kind_name
from generator.facts.replicas import Replicas, replicas
from generator.model import Manifest

_ENDING = (kinds.JOB, kinds.CRON_JOB, kinds.SCALED_JOB)
_PERCENT = re.compile(r"([0-9]+)%\Z")


def amount(value: Any) -> tuple[int, bool] | None:
    """An int-or-percent as its number and whether it is a percentage; None when it is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return (value, False) if value >= 0 else None
    found = _PERCENT.match(value) if isinstance(value, str) else None
    return (int(found[1]), True) if found else None


def share(value: Any, of: int, *, up: bool) -> int | None:
    """An int-or-percent of a number of pods, a percentage rounded up or down; None when it is neither."""
    found = amount(value)
    if found is None:
        return None
    number, percent = found
    if not percent:
        return number
    return -(-of * number // 100) if up else of * number // 100


def allowed(spec: Mapping[str, Any], expected: int) -> int | None:
    """How many of `expected` healthy pods may be evicted at once; None when the budget cannot be read."""
    low, high = spec.get("minAvailable"), spec.get("maxUnavailable")
    if low is not None:
        kept = share(low, expected, up=True)
        return None if kept is None else max(0, expected - kept)
    if high is not None:
        gone = share(high, expected, up=True)
        return None if gone is None else min(expected, gone)
    return 0


def covered(cluster: Cluster, budget: Manifest) -> tuple[PodTemplate, ...]:
    """The pod templates a budget selects, in its own namespace; an absent selector selects none."""
    selector = get(budget.body, "spec", "selector")
    if not isinstance(selector, Mapping):
        return ()
    return cluster.selected(budget.id.namespace, selector)


def scales(cluster: Cluster, budget: Manifest) -> tuple[Replicas, ...] | None:
    """The bounds of each workload a budget selects; None when the number of pods of one is not known.

    Pods that end with their work do not count.
    """
    found = []
    for template in covered(cluster, budget):
        scale = replicas(cluster, template.manifest)
        if scale is not None:
            found.append(scale)
        elif kind_name(template.manifest) not in _ENDING:
            return None
    return tuple(found)


@lru_cache(maxsize=8)
def budgets(cluster: Cluster) -> Mapping[Any, tuple[Manifest, ...]]:
    """The budgets over each workload, by the workload's ObjectId."""
    found: dict[Any, list[Manifest]] = {}
    for budget in cluster.all(kinds.PDB):
        for template in covered(cluster, budget):
            found.setdefault(template.manifest.id, []).append(budget)
    return {workload: tuple(items) for workload, items in found.items()}


def budgets_of(cluster: Cluster, workload: Manifest) -> tuple[Manifest, ...]:
    """The budgets that select a workload's pods."""
    return budgets(cluster).get(workload.id, ())

"""How many pods may be evicted at a time: one PodDisruptionBudget over all pods of an app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import names
from generator.model import OMIT, App, Scene, UserError, View

SCOPES = ("service",)

_DRAINED = ("Deployment", "StatefulSet")
_OWN_PODS = ("image", "replicas", "env", "resources")


def views(app: App, scene: Scene) -> Iterator[View]:
    """The budget, which always leaves one eviction possible. Raises UserError when the values would block them all."""
    wanted = app.values["disruption"]
    if not wanted["enabled"] or app.values["kind"] not in _DRAINED:
        return
    if "minAvailable" in wanted and "maxUnavailable" in wanted:
        raise UserError(
            "disruption: maxUnavailable and minAvailable exclude each other",
            app.origin,
            rule="values-disruption",
            fix="remove one (null removes an inherited key)",
        )
    _refuse_blocking(app, wanted)
    data = {
        "maxUnavailable": OMIT if "minAvailable" in wanted else wanted.get("maxUnavailable", 1),
        "minAvailable": wanted.get("minAvailable", OMIT),
        "selector": names.pod_selector(app.name),
        "unhealthyPodEvictionPolicy": wanted["unhealthyPodEviction"],
    }
    yield View("poddisruptionbudget", names.workload(app.name, app.values["kind"]), data, source=("disruption",))


def replica_floor(values: Mapping[str, Any]) -> int:
    """The fewest pods the app has while it has any: its autoscaler's minimum or its replicas, and its subsets'."""
    scaling = values.get("autoscaling")
    main: int = values["replicas"]
    if scaling and scaling["enabled"]:
        main = max(1, scaling.get("min", 1))
    subsets = ((values.get("traffic") or {}).get("subsets") or {}).values()
    own = [subset for subset in subsets if any(key in subset for key in _OWN_PODS)]
    return main + sum(int(subset.get("replicas", 1)) for subset in own)


def _refuse_blocking(app: App, wanted: Mapping[str, Any]) -> None:
    if str(wanted.get("maxUnavailable", 1)).rstrip("%") == "0":
        raise UserError(
            f"disruption.maxUnavailable: {wanted['maxUnavailable']} lets no pod go, so no node could be drained",
            app.origin,
            rule="values-disruption",
            fix="allow at least 1",
        )
    floor = replica_floor(app.values)
    if "minAvailable" not in wanted or floor == 0:
        return
    kept = _kept(wanted["minAvailable"], floor)
    if kept >= floor:
        raise UserError(
            f"disruption.minAvailable: {wanted['minAvailable']} keeps {kept} of {floor} pods at the smallest number of "
            "replicas, so no node could be drained",
            app.origin,
            rule="values-disruption",
            fix=f"use maxUnavailable: 1, or at most minAvailable: {floor - 1}, or raise the replicas",
        )


def _kept(wanted: int | str, floor: int) -> int:
    """Pods that must stay; the disruption controller rounds percentages up."""
    if isinstance(wanted, int):
        return wanted
    return -(-floor * int(wanted.rstrip("%")) // 100)

"""Exactly one owner of the replicas: an HPA, a ScaledObject where there are triggers, a ScaledJob for Jobs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import names
from generator.model import OMIT, App, Part, Scene, View

from .authentication import authentications
from .bounds import behavior, bounds, refuse, wanted
from .keda import annotate, scaled_job, scaled_object
from .metrics import metrics

SCOPES = ("service",)

_KEDA_ONLY = (
    "polling",
    "cooldown",
    "initialCooldown",
    "idle",
    "fallback",
    "formula",
    "pause",
    "handover",
    "restoreReplicas",
    "jobs",
)
_SCALED = ("Deployment", "StatefulSet")


def views(app: App, scene: Scene) -> Iterator[View]:
    """The autoscaler and its TriggerAuthentications. Raises UserError for what the API server or KEDA would refuse."""
    scaling = wanted(app)
    if scaling is None:
        return
    kind = app.values["kind"]
    if kind not in (*_SCALED, "Job") or (kind == "Job" and not scaling.get("triggers")):
        fix = "add triggers (a ScaledJob)" if kind == "Job" else "remove it, or set enabled: false"
        raise refuse(app, "", f"a {kind} has no replicas that an HPA could own", fix)
    source = ("autoscaling",)
    if not scaling.get("triggers"):
        data = _hpa(app, scene, scaling)
        yield View("horizontalpodautoscaler", names.workload(app.name, kind), data, source=source)
        return
    for one in authentications(app, scaling)[0]:
        data = {"secrets": list(one.secrets) or OMIT, "podIdentity": one.pod_identity or OMIT}
        yield View("triggerauthentication", one.name, data, source=(*source, "triggers"))
    if kind != "Job":
        data = {"target": _target(app), **scaled_object(app, scene, scaling)}
        name = names.fit(app.name, names.SCALED)
        yield View("scaledobject", name, data, annotations=annotate(app, scaling), source=source)


def parts(app: App, scene: Scene) -> Iterator[Part]:
    """What a ScaledJob says beside the Job's template, which the workload knows."""
    scaling = wanted(app)
    if scaling is not None and scaling.get("triggers") and app.values["kind"] == "Job":
        yield Part("job.scaling", scaled_job(app, scaling))


def _hpa(app: App, scene: Scene, scaling: Mapping[str, Any]) -> dict[str, Any]:
    for key in _KEDA_ONLY:
        if key in scaling:
            raise refuse(
                app, key, "only KEDA knows it, and without triggers this is an HPA", "add triggers or remove it"
            )
    low, high = bounds(app, scaling)
    if low == 0:
        raise refuse(app, "min", "an HPA keeps at least 1 replica", "set min to 1, or add triggers: KEDA scales to 0")
    measured = metrics(app, scaling)
    if not measured:
        raise refuse(app, "", "nothing says what is measured", "add cpu, memory, pods, objects, external or triggers")
    speed = behavior(app, scene, scaling)
    return {"target": _target(app), "min": low, "max": high, "metrics": measured, "behavior": speed or OMIT}


def _target(app: App) -> dict[str, str]:
    kind = app.values["kind"]
    return {"kind": kind, "name": names.workload(app.name, kind)}

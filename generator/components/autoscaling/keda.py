"""What a ScaledObject or ScaledJob says: KEDA's webhook, mirrored before anything is applied.

Source: https://keda.sh/docs/latest/reference/scaledobject-spec/
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from generator import names
from generator.duration import seconds
from generator.model import OMIT, App, Scene
from generator.versions import release

from .authentication import authentications
from .bounds import behavior, bounds, refuse
from .triggers import RESOURCES, text, triggers

PAUSED = "autoscaling.keda.sh/paused"
PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas"
TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership"
UNTIL, REASON = "argosy.dev/paused-until", "argosy.dev/paused-reason"

_FALLBACK_BEHAVIOR = (2, 17)
_FALLBACK_VALUE = (2, 18)
_NOT_FOR_JOBS = (
    "scaleUp",
    "scaleDown",
    "cooldown",
    "initialCooldown",
    "idle",
    "fallback",
    "formula",
    "handover",
    "restoreReplicas",
    "cpu",
    "memory",
)


def scaled_object(app: App, scene: Scene, scaling: Mapping[str, Any]) -> dict[str, Any]:
    """Everything below `spec` of the ScaledObject. Raises UserError for what KEDA would refuse or never apply."""
    low, high = bounds(app, scaling)
    found = _triggers(app, scaling)
    if "jobs" in scaling:
        raise refuse(app, "jobs", f"only kind: Job makes Jobs, and kind is {app.values['kind']}", "remove it")
    _check_zero(app, scaling, low, found)
    return {
        "min": low,
        "max": high,
        "pollingInterval": _seconds(app, scaling, "polling"),
        "cooldownPeriod": _seconds(app, scaling, "cooldown"),
        "initialCooldownPeriod": _seconds(app, scaling, "initialCooldown"),
        "idleReplicaCount": scaling.get("idle", OMIT),
        "fallback": _fallback(app, scene, scaling, found) or OMIT,
        "advanced": _advanced(app, scene, scaling, found) or OMIT,
        "triggers": found,
    }


def scaled_job(app: App, scaling: Mapping[str, Any]) -> dict[str, Any]:
    """What a ScaledJob says beside the Job's template, absent keys left out."""
    for key in _NOT_FOR_JOBS:
        if key in scaling:
            raise refuse(app, key, "a Job is made anew for each piece of work and cannot have it", "remove it")
    low, high = bounds(app, scaling, 0)
    found = _triggers(app, scaling)
    for trigger in found:
        if trigger["type"] in RESOURCES:
            raise refuse(app, "triggers", f"a ScaledJob cannot scale on {trigger['type']}", "remove that trigger")
    jobs = scaling.get("jobs") or {
        "strategy": "default",
        "rollout": "gradual",
        "history": {"success": 10, "failed": 10},
    }
    made = {
        "minReplicaCount": low,
        "maxReplicaCount": high,
        "successfulJobsHistoryLimit": jobs["history"]["success"],
        "failedJobsHistoryLimit": jobs["history"]["failed"],
        "strategy": jobs["strategy"],
        "rollout": jobs["rollout"],
        "triggers": found,
        "annotations": annotate(app, scaling),
    }
    if "polling" in scaling:
        made["pollingInterval"] = _seconds(app, scaling, "polling")
    return made


def annotate(app: App, scaling: Mapping[str, Any]) -> dict[str, str]:
    """Annotations that pause the scaling or take over an HPA."""
    made: dict[str, str] = {}
    pause = scaling.get("pause")
    if pause:
        try:
            date.fromisoformat(pause["until"])
        except ValueError:
            raise refuse(app, "pause.until", f"{pause['until']!r} is not a day", 'write it as "2027-01-31"') from None
        if "replicas" not in pause:
            made[PAUSED] = "true"
        elif app.values["kind"] == "Job":
            raise refuse(app, "pause.replicas", "a ScaledJob has no replicas to hold", "remove it")
        else:
            made[PAUSED_REPLICAS] = str(pause["replicas"])
        made[UNTIL], made[REASON] = pause["until"], pause["reason"]
    if scaling.get("handover"):
        made[TRANSFER] = "true"
    return made


def _triggers(app: App, scaling: Mapping[str, Any]) -> list[dict[str, Any]]:
    for key in ("pods", "objects", "external"):
        if scaling.get(key):
            raise refuse(app, key, "an HPA's metric cannot stand beside triggers", "say it as a prometheus trigger")
    found = triggers(app, scaling)
    offset = len(found) - len(scaling["triggers"])
    for number, reference in authentications(app, scaling)[1].items():
        found[offset + number]["authenticationRef"] = reference
    return found


def _check_zero(app: App, scaling: Mapping[str, Any], low: int, found: list[dict[str, Any]]) -> None:
    idle = scaling.get("idle")
    if idle is not None and idle != 0:
        raise refuse(app, "idle", f"KEDA supports 0 alone, not {idle}", "set it to 0 or remove it")
    if idle is not None and idle >= low:
        raise refuse(
            app, "idle", f"{idle} is not below autoscaling.min ({low})", "set min to at least 1, or remove idle"
        )
    if (low == 0 or idle == 0) and all(trigger["type"] in RESOURCES for trigger in found):
        key = "min" if low == 0 else "idle"
        raise refuse(
            app,
            key,
            "pods that are gone use no cpu and no memory, so nothing would bring them back",
            "keep at least 1 replica, or add another trigger",
        )


def _fallback(app: App, scene: Scene, scaling: Mapping[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    asked = scaling.get("fallback")
    if not asked:
        return {}
    keda = release(scene.settings, "keda")
    eligible = [trigger for trigger in found if trigger["type"] not in RESOURCES]
    if not eligible and "formula" not in scaling:
        raise refuse(app, "fallback", "cpu and memory triggers never use it", "remove it, or add another trigger")
    if eligible and keda < _FALLBACK_VALUE and all(one.get("metricType") == "Value" for one in eligible):
        raise refuse(
            app,
            "fallback",
            "before KEDA 2.18 it works with metricType AverageValue alone",
            "change a trigger's metricType, or update products.keda",
        )
    made = {"replicas": asked["replicas"], "failureThreshold": asked["failures"]}
    if "behavior" in asked:
        if keda < _FALLBACK_BEHAVIOR:
            raise refuse(
                app,
                "fallback.behavior",
                "KEDA knows it since 2.17 and drops it silently before",
                "remove it, or update products.keda",
            )
        made["behavior"] = asked["behavior"]
    return made


def _advanced(app: App, scene: Scene, scaling: Mapping[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    hpa: dict[str, Any] = {}
    handover = scaling.get("handover")
    if handover:
        hpa["name"] = handover["hpa"] if isinstance(handover, Mapping) else names.workload(app.name, app.values["kind"])
    speed = behavior(app, scene, scaling)
    if speed:
        hpa["behavior"] = speed
    if hpa:
        made["horizontalPodAutoscalerConfig"] = hpa
    if "restoreReplicas" in scaling:
        made["restoreToOriginalReplicaCount"] = scaling["restoreReplicas"]
    formula = scaling.get("formula")
    if formula:
        if not any("name" in trigger and trigger["type"] not in RESOURCES for trigger in found):
            raise refuse(app, "formula", "no trigger has a name it could use", "name the triggers of the expression")
        made["scalingModifiers"] = _modifiers(formula)
    return made


def _modifiers(formula: Mapping[str, Any]) -> dict[str, str]:
    made = {
        "formula": formula["expression"],
        "target": text(formula["target"]),
        "metricType": formula["metricType"],
    }
    if "activation" in formula:
        made["activationTarget"] = text(formula["activation"])
    return made


def _seconds(app: App, scaling: Mapping[str, Any], key: str) -> Any:
    return seconds(scaling[key]) if key in scaling else OMIT

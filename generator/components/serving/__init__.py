"""A model beside the service, served by KServe. Off until `modelServing` is written.

The InferenceService is called `<service>-model`: KServe makes a Service of its name, and `<service>` is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.duration import seconds
from generator.model import OMIT, App, Scene, View
from generator.names import fit

SCOPES = ("service",)

_MODE = "serving.kserve.io/deploymentMode"
_GPU = "nvidia.com/gpu"
# KServe makes `<name>-predictor-<revision>` of it, which has to be a label.
_LONGEST = 40


def views(app: App, scene: Scene) -> Iterator[View]:
    """The InferenceService of a service that serves a model."""
    wanted = app.values.get("modelServing")
    if not wanted or not wanted["enabled"]:
        return
    _refuse_what_the_mode_cannot(app, wanted)
    replicas = wanted["replicas"]
    data = {
        "account": wanted.get("serviceAccount") or mesh.service_account(app),
        "min": replicas["min"],
        "max": replicas["max"],
        "metric": replicas["metric"],
        "target": replicas["target"],
        "concurrency": wanted.get("concurrency", OMIT),
        "timeout": _timeout(app, wanted),
        "canary": wanted.get("canaryPercent", OMIT),
        "labels": {"domain": app.domain, "app.kubernetes.io/part-of": app.domain},
        "nodes": wanted.get("nodeSelector") or OMIT,
        "tolerations": wanted.get("tolerations") or OMIT,
        "model": _model(wanted["model"]),
        "resources": _resources(wanted),
    }
    name = fit(f"{app.name}-model", _LONGEST)
    yield View("inferenceservice", name, data, annotations={_MODE: wanted["deploymentMode"]}, source=("modelServing",))


def _refuse_what_the_mode_cannot(app: App, wanted: Mapping[str, Any]) -> None:
    replicas = wanted["replicas"]
    if replicas["max"] < replicas["min"]:
        message = f"max ({replicas['max']}) is below min ({replicas['min']})"
        raise mesh.error(app, "modelServing.replicas", message, "values-bounds", "raise max")
    if wanted["deploymentMode"] == "Serverless":
        return
    fix = "set modelServing.deploymentMode: Serverless, or remove it"
    if replicas["min"] == 0:
        message = "RawDeployment scales by an HPA, which never goes to zero"
        raise mesh.error(app, "modelServing.replicas.min", message, "values-serving-mode", fix)
    if replicas["metric"] in ("concurrency", "rps"):
        message = f"RawDeployment does not measure {replicas['metric']}"
        raise mesh.error(app, "modelServing.replicas.metric", message, "values-serving-mode", fix)
    if "canaryPercent" in wanted:
        message = "RawDeployment keeps no second revision to share requests with"
        raise mesh.error(app, "modelServing.canaryPercent", message, "values-serving-mode", fix)


def _timeout(app: App, wanted: Mapping[str, Any]) -> Any:
    written = wanted.get("timeout")
    if written is None:
        return OMIT
    try:
        return seconds(written)
    except ValueError as error:
        raise mesh.error(app, "modelServing.timeout", str(error), "values-duration", "use whole seconds") from None


def _model(model: Mapping[str, Any]) -> dict[str, Any]:
    env = [{"name": name, "value": value} for name, value in sorted(model.get("env", {}).items())]
    return {
        "format": model["format"],
        "version": model.get("formatVersion", OMIT),
        "uri": model["storageUri"],
        "runtime": model.get("runtime", OMIT),
        "protocol": model.get("protocol", OMIT),
        "args": model.get("args") or OMIT,
        "env": env or OMIT,
    }


def _resources(wanted: Mapping[str, Any]) -> Any:
    resources = {side: dict(values) for side, values in wanted.get("resources", {}).items() if values}
    if "gpu" in wanted:
        # An extended resource cannot be overcommitted: its request has to equal its limit.
        for side in ("requests", "limits"):
            resources[side] = {**resources.get(side, {}), _GPU: wanted["gpu"]}
    return resources or OMIT

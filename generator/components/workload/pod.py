"""The pod around the containers: labels, annotations, placement, security."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator import names
from generator.duration import seconds
from generator.metadata import MANAGER
from generator.model import OMIT, App, Scene, UserError
from generator.versions import release

from .container import main_container, security_context, sleep_seconds
from .tracks import Track
from .volumes import storage

_LONG_RUNNING = ("Deployment", "StatefulSet")
_MATCH_LABEL_KEYS = (1, 27)
_DRAIN_MARGIN = 5
"""Seconds a sidecar goes on after preStop, for the answers that are still under way."""


def pod(app: App, scene: Scene, track: Track) -> dict[str, Any]:
    """Every field of the pod template; OMIT where the values say nothing. `main` is the main container."""
    values = track.values
    volumes, mounts = storage(app, values)
    context = security_context(app, values)
    placement = values["placement"]
    return {
        "labels": pod_labels(app, track),
        "annotations": pod_annotations(app, scene, values) or OMIT,
        **_account(app, values),
        "imagePullSecrets": [{"name": name} for name in values["image"].get("pullSecrets", ())] or OMIT,
        "restartPolicy": OMIT if values["kind"] in _LONG_RUNNING else values["job"]["restartPolicy"],
        "terminationGracePeriodSeconds": seconds(values["termination"]["grace"]),
        "priorityClassName": placement.get("priorityClass", OMIT),
        "runtimeClassName": placement.get("runtimeClass", OMIT),
        "nodeSelector": placement.get("nodeSelector") or OMIT,
        "tolerations": placement.get("tolerations") or OMIT,
        "affinity": placement.get("affinity") or OMIT,
        "topologySpreadConstraints": _spread(app, scene, track),
        "securityContext": _security(values),
        "initContainers": [
            _guarded(c, context) for c in (*app.part("pod.initContainers"), *values.get("initContainers", ()))
        ]
        or OMIT,
        "main": main_container(app, scene, values, mounts),
        "sidecars": [_guarded(c, context) for c in (*app.part("pod.containers"), *values.get("sidecars", ()))],
        "volumes": volumes,
    }


def pod_labels(app: App, track: Track) -> dict[str, str]:
    """The pod's labels: the selector's, the recommended ones, the subset's and the service's own.

    Raises UserError when one of the last two changes a label that controllers and Services select by.
    """
    made = {
        **track.selector(app),
        "app.kubernetes.io/version": names.label_value(track.values["image"]["tag"]),
        "app.kubernetes.io/part-of": app.domain,
        "app.kubernetes.io/managed-by": MANAGER,
        "domain": app.domain,
    }
    if "component" in app.values:
        made["app.kubernetes.io/component"] = app.values["component"]
    fixed = {*track.selector(app), "domain"}
    contributed = [item for part in app.part("pod.labels") for item in part.items()]
    own = [(f"podLabels.{key}", key, value) for key, value in track.values.get("podLabels", {}).items()]
    subset = [(f"traffic.subsets.{track.subset}.labels.{key}", key, value) for key, value in track.labels.items()]
    made.update(contributed)
    for asked, key, value in (*own, *subset):
        if key in fixed and made[key] != value:
            raise UserError(
                f"{asked}: {value!r} would replace {made[key]!r}, which Services and controllers select by",
                app.origin,
                rule="values-labels",
                fix="choose another label",
            )
        made[key] = value
    return made


def pod_annotations(app: App, scene: Scene, values: Mapping[str, Any]) -> dict[str, str]:
    """Annotations of the pod: the mesh's, then other components', then the service's own, which win."""
    made: dict[str, str] = {}
    if (scene.settings.get("products") or {}).get("istio"):
        made.update(_sidecar(values))
    for part in app.part("pod.annotations"):
        made.update(part)
    made.update(values.get("podAnnotations", {}))
    return made


def _sidecar(values: Mapping[str, Any]) -> dict[str, str]:
    """How Istio's sidecar lives beside the container; without a sidecar the annotations mean nothing.

    A server's sidecar starts first and ends last: it goes on for longer than preStop, and stops before SIGKILL.
    A Job's sidecar is a native one, since any other would keep the finished pod alive.
    """
    if values["kind"] not in _LONG_RUNNING:
        return {"sidecar.istio.io/nativeSidecar": "true"}
    grace = seconds(values["termination"]["grace"])
    drain = min(sleep_seconds(values) + _DRAIN_MARGIN, grace - 1)
    config: dict[str, Any] = {"holdApplicationUntilProxyStarts": True}
    if drain > 0:
        config["terminationDrainDuration"] = f"{drain}s"
    return {"proxy.istio.io/config": json.dumps(config)}


def _account(app: App, values: Mapping[str, Any]) -> dict[str, Any]:
    account = values.get("serviceAccount") or {}
    own = names.fit(app.name) if account.get("create", True) else "default"
    return {
        "serviceAccountName": account.get("name", own),
        "automountServiceAccountToken": account.get("automount", False),
    }


def _security(values: Mapping[str, Any]) -> dict[str, Any]:
    wanted = values["security"]
    made: dict[str, Any] = {"runAsNonRoot": wanted["runAsNonRoot"], "seccompProfile": {"type": wanted["seccomp"]}}
    made.update({key: wanted[key] for key in ("runAsUser", "runAsGroup", "fsGroup") if key in wanted})
    if "supplementalGroups" in wanted:
        made["supplementalGroups"] = wanted["supplementalGroups"]
    if "fsGroup" in wanted:
        made["fsGroupChangePolicy"] = "OnRootMismatch"
    return made


def _spread(app: App, scene: Scene, track: Track) -> Any:
    kind = track.values["kind"]
    if kind not in _LONG_RUNNING:
        return OMIT
    wanted = track.values["placement"]["spread"]
    made = []
    for word, key in (("zones", "topology.kubernetes.io/zone"), ("hosts", "kubernetes.io/hostname")):
        if wanted[word] == "None":
            continue
        constraint: dict[str, Any] = {
            "maxSkew": wanted["maxSkew"],
            "topologyKey": key,
            "whenUnsatisfiable": wanted[word],
            "labelSelector": {"matchLabels": track.selector(app)},
        }
        if kind == "Deployment" and release(scene.settings, "kubernetes") >= _MATCH_LABEL_KEYS:
            # count only pods of one revision, or a rollout ends up lopsided
            constraint["matchLabelKeys"] = ["pod-template-hash"]
        made.append(constraint)
    return made or OMIT


def _guarded(container: Mapping[str, Any], context: Mapping[str, Any]) -> Mapping[str, Any]:
    """A raw container with the main container's restrictions (not its added rights) where it states none of its own."""
    if "securityContext" in container:
        return container
    dropped = {key: value for key, value in (context.get("capabilities") or {}).items() if key != "add"}
    limits = {**context, "capabilities": dropped} if dropped else context
    return {**container, "securityContext": dict(limits)}

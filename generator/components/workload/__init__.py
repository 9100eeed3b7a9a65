"""What runs: a Deployment, StatefulSet, Job or CronJob, and a Deployment for each subset with pods of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import names
from generator.duration import seconds
from generator.model import OMIT, App, Scene, UserError, View

from .pod import pod
from .tracks import Track, tracks
from .volumes import claim_templates

SCOPES = ("service",)

_HOOK_POLICY = "argocd.argoproj.io/hook-delete-policy"


def views(app: App, scene: Scene) -> Iterator[View]:
    """The workload of every track.

    A Job with a part in the slot `job.scaling` (what a ScaledJob says beside its template) becomes a ScaledJob.
    Raises UserError for values that contradict the kind.
    """
    _refuse_foreign_keys(app)
    for track in tracks(app):
        described = pod(app, scene, track)
        kind = app.values["kind"]
        labels = {
            "version": track.version,
            "app.kubernetes.io/version": described["labels"]["app.kubernetes.io/version"],
        }
        shared = {"pod": described, "main": described["main"]}
        if kind == "Deployment":
            yield View("deployment", track.name, {**shared, **_deployment(app, track)}, labels, source=track.source)
        elif kind == "StatefulSet":
            yield View("statefulset", track.name, {**shared, **_stateful_set(app, track)}, labels, source=track.source)
        elif kind == "CronJob":
            yield View("cronjob", track.name, {**shared, **_cron_job(app)}, labels, source=("schedule",))
        elif app.part("job.scaling"):
            scaling = app.part("job.scaling")[0]
            data = {**shared, "job": _job(app), "scaling": {"pollingInterval": OMIT, **scaling}}
            yield View("scaledjob", track.name, data, labels, scaling["annotations"], source=("autoscaling",))
        else:
            yield View("job", track.name, {**shared, "job": _job(app)}, labels, _run_again(app), source=track.source)


def _replicas(app: App, track: Track) -> Any:
    """Never rendered where an autoscaler owns the number: each sync would reset it."""
    scaling = app.values.get("autoscaling")
    if track.subset == "" and scaling and scaling["enabled"]:
        return OMIT
    return track.values["replicas"]


def _deployment(app: App, track: Track) -> dict[str, Any]:
    values = track.values
    strategy = values["strategy"]
    rolling: Any = OMIT
    if strategy["type"] == "RollingUpdate":
        rolling = {"maxSurge": strategy["maxSurge"], "maxUnavailable": strategy["maxUnavailable"]}
        if all(str(value).rstrip("%") == "0" for value in rolling.values()):
            raise UserError(
                "strategy: maxSurge and maxUnavailable are both 0, so no rollout could ever take a step",
                app.origin,
                rule="values-strategy",
                fix="allow one pod more (maxSurge: 1) or one less (maxUnavailable: 1)",
            )
    deadline, ready = seconds(values["progressDeadline"]), seconds(values["minReady"])
    if deadline <= ready:
        raise UserError(
            f"progressDeadline: {deadline} s is not above minReady ({ready} s)",
            app.origin,
            rule="values-strategy",
            fix="lengthen progressDeadline",
        )
    return {
        "replicas": _replicas(app, track),
        "revisionHistoryLimit": values["revisionHistoryLimit"],
        "progressDeadlineSeconds": deadline,
        "minReadySeconds": ready or OMIT,
        "selector": track.selector(app),
        "strategy": {"type": strategy["type"], "rollingUpdate": rolling},
    }


def _stateful_set(app: App, track: Track) -> dict[str, Any]:
    values = track.values
    update = values["updateStrategy"]
    rolling = {"partition": update["partition"]} if update["type"] == "RollingUpdate" else OMIT
    return {
        "replicas": _replicas(app, track),
        "revisionHistoryLimit": values["revisionHistoryLimit"],
        "minReadySeconds": seconds(values["minReady"]) or OMIT,
        "serviceName": names.governing_service(app.name, headless=(values.get("service") or {}).get("headless", False)),
        "podManagementPolicy": values["podManagement"],
        "selector": track.selector(app),
        "updateStrategy": {"type": update["type"], "rollingUpdate": rolling},
        "volumeClaimTemplates": claim_templates(values),
    }


def _job(app: App) -> dict[str, Any]:
    wanted = app.values["job"]
    return {
        "backoffLimit": wanted["backoffLimit"],
        "completions": wanted.get("completions", OMIT),
        "parallelism": wanted.get("parallelism", OMIT),
        "activeDeadlineSeconds": _optional_seconds(wanted, "activeDeadline"),
        "ttlSecondsAfterFinished": _optional_seconds(wanted, "ttl"),
    }


def _cron_job(app: App) -> dict[str, Any]:
    wanted = app.values.get("schedule")
    if not wanted:
        raise UserError(
            "schedule: a CronJob needs one",
            app.origin,
            rule="values-schedule",
            fix='add `schedule: {cron: "0 3 * * *"}`',
        )
    if len(wanted["cron"].split()) != 5:
        raise UserError(
            f"schedule.cron: {wanted['cron']!r} has {len(wanted['cron'].split())} fields, not 5",
            app.origin,
            rule="values-schedule",
            fix="write minute, hour, day of month, month and day of week; the zone belongs into timeZone",
        )
    return {
        "schedule": {
            "cron": wanted["cron"],
            "timeZone": wanted["timeZone"],
            "concurrency": wanted["concurrency"],
            "startingDeadline": _optional_seconds(wanted, "startingDeadline"),
            "suspend": wanted["suspend"],
            "success": wanted["history"]["success"],
            "failed": wanted["history"]["failed"],
        },
        "job": _job(app),
    }


def _optional_seconds(wanted: Mapping[str, Any], key: str) -> Any:
    return seconds(wanted[key]) if key in wanted else OMIT


def _run_again(app: App) -> dict[str, str]:
    """A Job's template is immutable: a changed one has to be replaced, and a hook is made anew at each sync."""
    hook = app.values["job"].get("hook")
    if hook:
        return {"argocd.argoproj.io/hook": hook, _HOOK_POLICY: "BeforeHookCreation"}
    if "ttl" in app.values["job"]:
        raise UserError(
            "job.ttl: a Job that removes itself is missing for Argo CD, which would run it again without end",
            app.origin,
            rule="values-job",
            fix="remove job.ttl, or give job.hook",
        )
    return {"argocd.argoproj.io/sync-options": "Force=true,Replace=true"}


def _refuse_foreign_keys(app: App) -> None:
    kind = app.values["kind"]
    for key, owner in (("storage", "StatefulSet"), ("schedule", "CronJob")):
        if app.values.get(key) and kind != owner:
            raise UserError(
                f"{key}: only a {owner} has it, and kind is {kind}",
                app.origin,
                rule="values-kind",
                fix=f"set kind: {owner} or remove {key}",
            )

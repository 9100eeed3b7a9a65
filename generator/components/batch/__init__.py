"""Batch jobs beside a service, on Argo Workflows or Volcano. Off until `batch` lists one.

A job without schedule is an object that runs once and cannot be changed. Its name ends in a hash of what it does: a
change makes a new object that runs again, and Argo CD prunes the old one. It has no time to live: were it removed,
self-healing would make it anew and so run it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.duration import seconds
from generator.model import OMIT, App, Scene, View
from generator.names import SUFFIXED, fit, pod_selector

from .tasks import POD_SECURITY, container, refuse_endless

SCOPES = ("service",)

# Volcano calls pods <job>-<task>-<number>, and their names have to be labels.
_VOLCANO = 28
_ONLY = {"parallelism": "argo", "schedule": "argo", "queue": "volcano", "minAvailable": "volcano"}


def views(app: App, scene: Scene) -> Iterator[View]:
    """The jobs, and what Argo's executor needs to report their results."""
    jobs = [(n, job) for n, job in enumerate(app.values.get("batch") or ()) if job["enabled"]]
    accounts = sorted({_account(app, job) for _, job in jobs if job["engine"] == "argo"})
    if accounts:
        role = fit(f"{app.name}-batch")
        data = {"role": role, "accounts": accounts, "namespace": app.target.namespace}
        yield View("role", role, source=("batch",))
        yield View("rolebinding", role, data, source=("batch",))
    for number, job in jobs:
        yield _job(app, job, ("batch", number))


def _account(app: App, job: Mapping[str, Any]) -> str:
    return str(job.get("serviceAccount") or mesh.service_account(app))


def _job(app: App, job: Mapping[str, Any], source: tuple[str | int, ...]) -> View:
    key = f"batch.{job['name']}"
    for name, engine in _ONLY.items():
        if name in job and job["engine"] != engine:
            fix = f"set engine: {engine}, or remove {name}"
            raise mesh.error(app, f"{key}.{name}", f"{job['engine']} has no {name}", "values-batch-engine", fix)
    refuse_endless(app, f"{key}.tasks", job["tasks"])
    data = _volcano(app, job, key) if job["engine"] == "volcano" else _argo(app, job, key)
    name = f"{app.name}-{job['name']}"
    if "schedule" in job:
        return View("cronworkflow", fit(name, SUFFIXED), data, source=source)
    template, limit = ("job", _VOLCANO) if job["engine"] == "volcano" else ("workflow", SUFFIXED)
    return View(template, f"{fit(name, limit)}-{_digest(data)}", data, source=source)


def _digest(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _shared(app: App, job: Mapping[str, Any], key: str) -> dict[str, Any]:
    labels = {
        **pod_selector(f"{app.name}-{job['name']}"),
        "app.kubernetes.io/part-of": app.domain,
        "domain": app.domain,
    }
    if not job["mesh"]:
        labels["sidecar.istio.io/inject"] = "false"
    return {
        "account": _account(app, job),
        "deadline": _seconds(app, f"{key}.deadline", job.get("deadline")),
        "priority": job.get("priorityClass", OMIT),
        "labels": labels,
        "pod_security": POD_SECURITY,
    }


def _argo(app: App, job: Mapping[str, Any], key: str) -> dict[str, Any]:
    retry = {"limit": str(job["retries"]), "retryPolicy": "OnFailure"} if job["retries"] else OMIT
    tasks = [
        {
            "name": task["name"],
            "needs": task["dependsOn"] or OMIT,
            "sequence": {"count": str(task["replicas"])} if task["replicas"] > 1 else OMIT,
            "retry": retry,
            "container": container(app, task),
        }
        for task in job["tasks"]
    ]
    made = {**_shared(app, job, key), "parallelism": job.get("parallelism", OMIT), "tasks": tasks}
    if "schedule" in job:
        made["schedule"] = _schedule(app, job["schedule"], key)
    return made


def _schedule(app: App, schedule: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {
        "cron": schedule["cron"],
        "zone": schedule["timeZone"],
        "concurrency": schedule["concurrency"],
        "deadline": _seconds(app, f"{key}.schedule.startingDeadline", schedule.get("startingDeadline")),
        "suspend": schedule["suspend"],
        "success": schedule["history"]["success"],
        "failed": schedule["history"]["failed"],
    }


def _volcano(app: App, job: Mapping[str, Any], key: str) -> dict[str, Any]:
    total = sum(task["replicas"] for task in job["tasks"])
    # A task that waits for another is not there at the start, so it cannot be one of the pods that must fit.
    first = sum(task["replicas"] for task in job["tasks"] if not task["dependsOn"])
    wanted = job.get("minAvailable", first)
    if wanted > first:
        message = f"{wanted} is more than the {first} pods that start at once"
        raise mesh.error(app, f"{key}.minAvailable", message, "values-batch-gang", f"use at most {first}")
    tasks = [
        {
            "name": task["name"],
            "replicas": task["replicas"],
            "after": {"name": task["dependsOn"]} if task["dependsOn"] else OMIT,
            "container": container(app, task),
        }
        for task in job["tasks"]
    ]
    return {
        **_shared(app, job, key),
        "queue": job.get("queue", "default"),
        "min_available": wanted,
        "retries": job["retries"],
        # Pods that work together find each other by these: host names, and their number as an environment variable.
        "plugins": {"env": [], "svc": []} if total > 1 else OMIT,
        "tasks": tasks,
    }


def _seconds(app: App, key: str, written: str | None) -> Any:
    if written is None:
        return OMIT
    try:
        return seconds(written)
    except ValueError as error:
        raise mesh.error(app, key, str(error), "values-duration", "use whole seconds") from None

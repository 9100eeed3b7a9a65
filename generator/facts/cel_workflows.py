"""CEL rules of Argo Workflows' CRDs that have no rule of their own.

Source: the x-kubernetes-validations of argo-workflows manifests/base/crds/full, in release 4.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cel import Violation, at_most_one
from generator.facts.cluster import get, mapping
from generator.facts.fields import entries, text
from generator.model import Path

_PLACES = ("s3", "git", "http", "artifactory", "hdfs", "raw", "oss", "gcs", "azure", "plugin")
_TYPES = ("container", "script", "resource", "steps", "dag", "suspend", "containerSet", "data", "http", "plugin")
_LIMITS = ("timeout", "activeDeadlineSeconds")
_ONE_TYPE = "keep one type, and call the others as templates of their own"


def _workflow(body: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _spec(mapping(body, "spec"), ("spec",))


def _cron_workflow(body: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _spec(mapping(body, "spec", "workflowSpec"), ("spec", "workflowSpec"))


def _spec(spec: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    yield from _artifacts(spec, path, "arguments")
    yield from _metrics(spec, path)
    for n, template in entries(spec, "templates"):
        yield from _template(template, (*path, "templates", n))


def _template(template: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    types = [name for name in _TYPES if template.get(name) is not None]
    if len(types) > 1:
        yield Violation((*path, types[1]), f"a template is either {types[0]} or {types[1]}", _ONE_TYPE)
    if "steps" in types or "dag" in types:
        for limit in _LIMITS:
            if template.get(limit) is not None:
                message = f"{limit} holds for templates that run a pod, not for {types[0]}"
                yield Violation((*path, limit), message, "move it to the templates that are called, or to spec")
    yield from at_most_one(mapping(template, "resource"), (*path, "resource"), "manifest", "manifestFrom")
    yield from _location(mapping(template, "archiveLocation"), (*path, "archiveLocation"))
    yield from _artifacts(template, path, "inputs")
    yield from _artifacts(template, path, "outputs")
    yield from _metrics(template, path)
    for n, task in entries(template, "dag", "tasks"):
        yield from _task(task, (*path, "dag", "tasks", n))
    for n, group in enumerate(template["steps"] if isinstance(template.get("steps"), list) else ()):
        for m, step in enumerate(group if isinstance(group, list) else ()):
            if isinstance(step, Mapping):
                yield from _call(step, (*path, "steps", n, m))


def _task(task: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    if text(task, "depends"):
        for field in ("dependencies", "continueOn"):
            if task.get(field):
                message = f"depends and {field} exclude each other"
                yield Violation((*path, field), message, "say it in depends")
    if (text(task, "depends") or task.get("dependencies")) and text(task, "name")[:1].isdigit():
        message = "the name of a task with dependencies cannot begin with a digit"
        yield Violation((*path, "name"), message, "let it begin with a letter")
    yield from _call(task, path)


def _call(call: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    yield from at_most_one(mapping(call, "withSequence"), (*path, "withSequence"), "count", "end")
    yield from _artifacts(call, path, "arguments")


def _artifacts(owner: Mapping[str, Any], path: Path, field: str) -> Iterator[Violation]:
    for n, artifact in entries(owner, field, "artifacts"):
        yield from _location(artifact, (*path, field, "artifacts", n))


def _location(artifact: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    yield from at_most_one(artifact, path, *_PLACES)


def _metrics(owner: Mapping[str, Any], path: Path) -> Iterator[Violation]:
    for n, row in entries(owner, "metrics", "prometheus"):
        gauge = mapping(row, "gauge")
        if gauge.get("realtime") is True and "resourcesDuration" in str(get(gauge, "value")):
            here: Path = (*path, "metrics", "prometheus", n, "gauge", "value")
            yield Violation(here, "resourcesDuration is known at the end only, the gauge is realtime", "drop realtime")


CHECKS = {
    "Workflow.argoproj.io": (_workflow,),
    "WorkflowTemplate.argoproj.io": (_workflow,),
    "ClusterWorkflowTemplate.argoproj.io": (_workflow,),
    "CronWorkflow.argoproj.io": (_cron_workflow,),
}

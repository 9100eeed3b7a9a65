"""step of a rollout that no Application belongs to

Why: The step does nothing, and the Applications that no step selects are never synced by the rollout.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Progressive-Syncs/ (matchExpressions
take In and NotIn, maxUpdate a number or a percentage)
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{env: dev}, {env: prod}]}}]
      strategy:
        type: RollingSync
        rollingSync:
          steps:
            - matchExpressions: [{key: env, operator: In, values: [dev]}]
            - matchExpressions: [{key: env, operator: In, values: [prd]}]
      template:
        metadata: {name: "web-{{.env}}", labels: {env: "{{.env}}"}}
        spec: {project: default, destination: {name: in-cluster}, source: {repoURL: "https://a", path: a}}
Bad (operator):
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{env: dev}, {env: prod}]}}]
      strategy:
        type: RollingSync
        rollingSync:
          steps:
            - matchExpressions: [{key: env, operator: In, values: [dev]}]
            - matchExpressions: [{key: env, operator: Exists, values: [prod]}]
      template:
        metadata: {name: "web-{{.env}}", labels: {env: "{{.env}}"}}
        spec: {project: default, destination: {name: in-cluster}, source: {repoURL: "https://a", path: a}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{env: dev}, {env: prod}]}}]
      strategy:
        type: RollingSync
        rollingSync:
          steps:
            - matchExpressions: [{key: env, operator: In, values: [dev]}]
            - matchExpressions: [{key: env, operator: NotIn, values: [dev]}]
      template:
        metadata: {name: "web-{{.env}}", labels: {env: "{{.env}}"}}
        spec: {project: default, destination: {name: in-cluster}, source: {repoURL: "https://a", path: a}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.application_sets import elements, filled
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.APPLICATION_SET,)
NEEDS = ("steps",)

_STEPS: Path = ("spec", "strategy", "rollingSync", "steps")
_AMOUNT = re.compile(r"(?:[0-9]|[1-9][0-9]|100)%\Z")
Labels = Mapping[str, str]


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if text(manifest.body, "spec", "strategy", "type") != "RollingSync":
        return
    made = _labels(manifest)
    left = list(made or ())
    for n, step in entries(manifest.body, *_STEPS):
        yield from _faults(step, (*_STEPS, n))
        taken = [labels for labels in made or () if _selects(step, labels)]
        if made and not taken:
            known = {value for labels in made for value in labels.values()}
            odd = next((str(v) for _, e in entries(step, "matchExpressions") for v in rows(e, "values")), "")
            yield Problem(
                f"no Application belongs to this step{did_you_mean(odd, known)}",
                (*_STEPS, n),
                fix="select labels that the template gives",
            )
        left = [labels for labels in left if labels not in taken]
    if left and rows(manifest.body, *_STEPS):
        shown = ", ".join(f"{key}={value}" for key, value in sorted(left[0].items())) or "no labels"
        yield Problem(f"no step selects the Application with {shown}", _STEPS, fix="add a step for it")


def _faults(step: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for n, row in entries(step, "matchExpressions"):
        if text(row, "operator") not in ("In", "NotIn"):
            here = (*path, "matchExpressions", n, "operator")
            yield Problem(f"operator `{text(row, 'operator')}` is not known here", here, fix="write In or NotIn")
    most = step.get("maxUpdate")
    if isinstance(most, str) and not _AMOUNT.match(most):
        yield Problem(f"`{most}` is no amount", (*path, "maxUpdate"), fix="write a number or a percentage such as 25%")


def _selects(step: Mapping[str, Any], labels: Labels) -> bool:
    for _, row in entries(step, "matchExpressions"):
        inside = labels.get(text(row, "key")) in [str(value) for value in rows(row, "values")]
        if inside is not (text(row, "operator") == "In"):
            return False
    return True


def _labels(manifest: Manifest) -> list[Labels] | None:
    """The labels of every Application that is made, None where they cannot be known."""
    written = mapping(manifest.body, "spec", "template", "metadata", "labels")
    made: list[Labels] = []
    for _, entry in entries(manifest.body, "spec", "generators"):
        listed = elements(entry)
        if listed is None:
            return None
        for element in listed:
            texts = {str(key): filled(manifest, str(value), element) for key, value in written.items()}
            if None in texts.values():
                return None
            made.append({key: value for key, value in texts.items() if value is not None})
    return made

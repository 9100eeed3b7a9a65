"""element of an ApplicationSet that takes a living Application with it

Why: The controller deletes the Application of an element that is gone, and with it everything it deployed.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Application-Deletion/
Before:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{name: eu}, {name: us}]}}]
      template:
        metadata: {name: "web-{{.name}}"}
        spec: {project: default, destination: {name: "{{.name}}"}, source: {repoURL: "https://a", path: a}}
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{name: us}]}}]
      template:
        metadata: {name: "web-{{.name}}"}
        spec: {project: default, destination: {name: "{{.name}}"}, source: {repoURL: "https://a", path: a}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{name: us}]}}]
      syncPolicy: {preserveResourcesOnDeletion: true}
      template:
        metadata: {name: "web-{{.name}}"}
        spec: {project: default, destination: {name: "{{.name}}"}, source: {repoURL: "https://a", path: a}}
Good (never deletes):
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{name: us}]}}]
      syncPolicy: {applicationsSync: create-update}
      template:
        metadata: {name: "web-{{.name}}"}
        spec: {project: default, destination: {name: "{{.name}}"}, source: {repoURL: "https://a", path: a}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.application_sets import names
from generator.facts.changes import pairs
from generator.facts.cluster import Cluster, get, kind_name
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.APPLICATION_SET,)
FLEET = True

_SHOWN = 4


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        if kind_name(now) != kinds.APPLICATION_SET:
            continue
        policy = get(now.body, "spec", "syncPolicy")
        keeps = get(policy, "preserveResourcesOnDeletion") is True
        if keeps or get(policy, "applicationsSync") in ("create-only", "create-update"):
            continue
        old, new = names(before), names(now)
        gone = sorted(set(old) - set(new)) if old is not None and new is not None else []
        if gone:
            more = f" and {len(gone) - _SHOWN} more" if len(gone) > _SHOWN else ""
            shown = ", ".join(f"`{name}`" for name in gone[:_SHOWN])
            yield Problem(
                f"Application {shown}{more} goes, with everything deployed by it",
                ("spec", "generators"),
                fix="set syncPolicy.preserveResourcesOnDeletion first, or make sure that nothing is needed any more",
                manifest=now,
            )

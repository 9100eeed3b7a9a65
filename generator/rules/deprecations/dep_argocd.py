"""spelling that Argo CD gives up

Why: ApplicationSets without goTemplate use an engine that knows no functions and hides mistakes; legacy fields of
sources are no longer read.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/ and the upgrade notes of
Argo CD 3.0.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators: [{list: {elements: [{name: a}]}}]
      template:
        metadata: {name: "{{name}}"}
        spec: {project: default, destination: {name: in-cluster}, source: {repoURL: "https://a", path: a}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators: [{list: {elements: [{name: a}]}}]
      template:
        metadata: {name: "{{.name}}"}
        spec: {project: default, destination: {name: in-cluster}, source: {repoURL: "https://a", path: a}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.application_sets import go_template
from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import text
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = EXPLICIT
NEEDS = ("ksonnet", "template")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if kind_name(manifest) == kinds.APPLICATION_SET and not go_template(manifest):
        name = text(manifest.body, "spec", "template", "metadata", "name")
        if "{{" in name:
            fix = "set goTemplate: true with missingkey=error, and write {{.name}} for {{name}}"
            path: Path = ("spec", "template", "metadata", "name")
            yield Problem("templates without goTemplate are the old engine's", path, fix=fix)
    for source in sources(declared(manifest)):
        if "ksonnet" in source.body:
            fix = "render it and deploy plain manifests"
            yield Problem("ksonnet is no longer supported", (*source.path, "ksonnet"), fix=fix, severity="error")

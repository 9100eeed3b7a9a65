"""Go template that fills gaps in silence

Why: Without `missingkey=error` a parameter that is missing becomes `<no value>` instead of an error.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: b, server: "https://b"}]}
      template:
        metadata: {name: "{{.name}}"}
        spec:
          project: default
          destination: {server: "{{.server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      goTemplate: true
      goTemplateOptions: ["missingkey=error"]
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: b, server: "https://b"}]}
      template:
        metadata: {name: "{{.name}}"}
        spec:
          project: default
          destination: {server: "{{.server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.application_sets import go_template
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.APPLICATION_SET,)
NEEDS = ("goTemplate",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    wanted = "missingkey=error"
    if go_template(manifest) and wanted not in rows(manifest.body, "spec", "goTemplateOptions"):
        fix = f'add goTemplateOptions: ["{wanted}"]'
        yield Problem("a parameter that is missing is not an error", ("spec", "goTemplate"), fix=fix, at_key=True)

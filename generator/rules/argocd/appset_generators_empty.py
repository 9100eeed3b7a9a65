"""ApplicationSet without a usable generator

Why: No generator, no Application; with the default policy those that were there before are deleted.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/ and argo-cd
applicationset/utils: an entry holds exactly one generator.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators: []
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Bad (two in one entry):
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - list: {elements: [{name: a, server: b}]}
          clusters: {}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: b, server: "https://b"}]}
      template:
        metadata: {name: "{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.application_sets import GENERATORS
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION_SET,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    listed = rows(manifest.body, "spec", "generators")
    if not listed:
        yield Problem("the ApplicationSet has no generator", ("spec", "generators"), fix="add one")
    for n, entry in entries(manifest.body, "spec", "generators"):
        named = [key for key in entry if key in GENERATORS]
        if len(named) != 1:
            what = f"has {len(named)} generators ({', '.join(named)})" if named else "is no generator"
            unknown = "" if named else next((key for key in entry if key != "selector"), "")
            # Where the schema knows the key, it tells the mistake.
            path: Path = ("spec", "generators", n, unknown) if unknown else ("spec", "generators", n)
            message = f"the entry {what}, it needs exactly one{did_you_mean(unknown, GENERATORS)}"
            yield Problem(message, path, fix="write one entry for each", at_key=bool(unknown))

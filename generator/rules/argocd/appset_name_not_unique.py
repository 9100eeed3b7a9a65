"""ApplicationSet whose Applications share a name

Why: Argo CD refuses to apply them: one name can stand for one Application only.
Source: argo-cd applicationset/controllers/applicationset_controller.go, validateGeneratedApplications.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: b, server: "https://b"}]}
      template:
        metadata: {name: api}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
Bad (same element value):
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - list: {elements: [{name: a, server: "https://a"}, {name: a, server: "https://b"}]}
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
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: ApplicationSet
    metadata: {name: web, namespace: argocd}
    spec:
      generators:
        - clusters: {}
      template:
        metadata: {name: "web-{{name}}"}
        spec:
          project: default
          destination: {server: "{{server}}", namespace: shop}
          source: {repoURL: "https://git.example.com/apps", path: web}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.application_sets import names
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION_SET,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    path = ("spec", "template", "metadata", "name")
    template = text(manifest.body, *path)
    made = names(manifest)
    if made is not None:
        doubled_names = sorted({name for name in made if made.count(name) > 1})
        if doubled_names:
            shown = ", ".join(f"`{name}`" for name in doubled_names[:3])
            fix = "put what tells the elements apart into the name"
            yield Problem(f"several elements make Applications called {shown}", path, fix=fix)
    elif template and "{{" not in template and not _together(manifest):
        fix = "put a parameter into it, such as {{name}}"
        yield Problem(f"every Application would be called `{template}`", path, fix=fix, severity="warning")


def _together(manifest: Manifest) -> bool:
    """Whether the one generator hands all clusters to one Application."""
    listed = [row for _, row in entries(manifest.body, "spec", "generators")]
    return len(listed) == 1 and get(listed[0], "clusters", "flatList") is True

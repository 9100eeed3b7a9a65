"""value file of a source that nobody named

Why: Argo CD replaces `$name` by the source with that ref; without one the manifests cannot be generated.
Source:
https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/#helm-value-files-from-external-git-repository
and argo-cd util/argo/argo.go GetRefSources.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://a.example.com", chart: redis, targetRevision: 1.0.0, helm: {valueFiles: [$v/a.yaml]}}
Bad (two with one name):
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      sources:
        - {repoURL: "https://git.example.com/one", ref: vals}
        - {repoURL: "https://git.example.com/two", ref: vals}
        - repoURL: https://charts.example.com
          chart: redis
          targetRevision: 1.2.3
          helm: {valueFiles: [$vals/a.yaml]}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      sources:
        - {repoURL: "https://git.example.com/one", ref: vals}
        - repoURL: https://charts.example.com
          chart: redis
          targetRevision: 1.2.3
          helm: {valueFiles: [$vals/a.yaml]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster, rows
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = EXPLICIT
NEEDS = ("ref", "valueFiles")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = list(sources(declared(manifest)))
    names: dict[str, Path] = {}
    for source in found:
        if source.ref and source.ref in names:
            place = Place("the first", manifest, names[source.ref])
            fix = "give each source a ref of its own"
            yield Problem(f"ref `{source.ref}` is given twice", (*source.path, "ref"), fix=fix, related=(place,))
        elif source.ref and source.chart:
            fix = "give the ref to a git source"
            yield Problem("a chart cannot be referred to: ref needs a git repository", (*source.path, "ref"), fix=fix)
        if source.ref:
            names.setdefault(source.ref, (*source.path, "ref"))
    for source in found:
        for n, file in enumerate(rows(source.body, "helm", "valueFiles")):
            name = file[1:].partition("/")[0] if isinstance(file, str) and file.startswith("$") else ""
            if name and name not in names:
                yield Problem(
                    f"no source has ref `{name}`" + did_you_mean(name, names),
                    (*source.path, "helm", "valueFiles", n),
                    fix=f"add a source with `ref: {name}`",
                )

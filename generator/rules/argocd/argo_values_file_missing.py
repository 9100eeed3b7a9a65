"""value file that is not in the repository

Why: Argo CD cannot render the chart: the Application shows a ComparisonError. Only files of this repository are
judged.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values-files
Settings:
    files: [charts/web/prod.yaml, charts/web/Chart.yaml]
Bad:
    # file: charts/web/crds/a.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api, namespace: shop}
    # file: root/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: charts/web, helm: {valueFiles: [prod.yml]}}
Good:
    # file: charts/web/crds/a.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: api, namespace: shop}
    # file: root/web.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: charts/web, helm: {valueFiles: [prod.yaml]}}
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, Source, declared, sources
from generator.facts.cluster import Cluster, get, rows
from generator.facts.rendered_by import local, tree
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT
NEEDS = ("valueFiles",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = list(sources(declared(manifest)))
    refs = {source.ref: source for source in found if source.ref}
    for source in found:
        if get(source.body, "helm", "ignoreMissingValueFiles") is True:
            continue
        for n, file in enumerate(rows(source.body, "helm", "valueFiles")):
            wanted = _wanted(cluster, source, refs, file) if isinstance(file, str) else ""
            if not wanted or wanted in tree(cluster).files or TEMPLATE_MARK in wanted:
                continue
            folder = wanted.rpartition("/")[0]
            beside = [name for name in tree(cluster).files if name.rpartition("/")[0] == folder]
            known = bool(beside) and tree(cluster).whole
            yield Problem(
                f"value file `{wanted}` is not {'in this repository' if known else 'among what was given'}"
                f"{did_you_mean(wanted, beside)}",
                (*source.path, "helm", "valueFiles", n),
                fix="correct the name, or set helm.ignoreMissingValueFiles",
                severity="error" if known else "unverifiable",
            )


def _wanted(cluster: Cluster, source: Source, refs: Mapping[str, Source], file: str) -> str:
    """The value file as a path of this repository, "" when it lies elsewhere."""
    if "://" in file:
        return ""
    if file.startswith("$"):
        name, _, rest = file[1:].partition("/")
        from_ref = refs.get(name)
        return posixpath.normpath(rest) if from_ref is not None and local(cluster, from_ref) else ""
    if not local(cluster, source):
        return ""
    return posixpath.normpath(file.lstrip("/") if file.startswith("/") else f"{source.folder}/{file}")

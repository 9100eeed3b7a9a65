"""finalizer that Argo CD does not know

Why: Argo CD never removes a finalizer it does not know: the Application can be deleted only by hand.
Source: argo-cd pkg/apis/application/v1alpha1/types.go and
https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd, finalizers: [resource-finalizer.argocd.argoproj.io]}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT
from generator.facts.argo_words import FINALIZERS
from generator.facts.cluster import Cluster, rows
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT
NEEDS = ("finalizers",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path in (("metadata", "finalizers"), ("spec", "template", "metadata", "finalizers")):
        for n, name in enumerate(rows(manifest.body, *path)):
            if isinstance(name, str) and "argoproj.io" in name and name not in FINALIZERS:
                meant = did_you_mean(name, FINALIZERS)
                yield Problem(f"Argo CD does not know finalizer `{name}`{meant}", (*path, n), fix="correct the name")

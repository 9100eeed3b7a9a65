"""source with options of several tools

Why: Argo CD takes the options as the choice of the tool; with two of them it refuses to generate manifests.
Source: argo-cd pkg/apis/application/v1alpha1/types.go, ExplicitType; empty options count as absent
(NormalizeApplicationSpec).
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web, helm: {releaseName: a}, kustomize: {namePrefix: a}}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web, helm: {releaseName: web}, kustomize: {}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT

_TOOLS = ("helm", "kustomize", "directory", "plugin")
NEEDS = _TOOLS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for source in sources(declared(manifest)):
        tools = [tool for tool in _TOOLS if source.body.get(tool)]
        if len(tools) > 1:
            yield Problem(
                f"the source has options of several tools at once: {', '.join(tools)}",
                (*source.path, tools[-1]),
                fix=f"keep the options of one, for instance {tools[0]}",
                at_key=True,
            )

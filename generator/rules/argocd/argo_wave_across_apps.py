"""waves between Applications that nothing waits for

Why: Argo CD has no health for Applications since 1.8: the next wave starts as soon as the Applications of the first
are created.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app. Judged only where argocd-cm is
among the objects.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "0"}}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: api, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: api}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: argocd-cm, namespace: argocd}
    data: {}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "0"}}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: api, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: api}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: argocd-cm, namespace: argocd}
    data: {resource.customizations.health.argoproj.io_Application: "return {}"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.argo_order import wave
from generator.facts.argo_words import WAVE
from generator.facts.cluster import Cluster, mapping
from generator.facts.rendered_by import together
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.APPLICATION,)
NEEDS = (WAVE, "helm.sh/hook-weight")
FLEET = True

_KEY = "resource.customizations.health.argoproj.io_Application"


def check(cluster: Cluster) -> Iterator[Problem]:
    config = next((m for m in cluster.all(kinds.CONFIG_MAP) if m.id.name == "argocd-cm"), None)
    if config is None or _KEY in mapping(config.body, "data"):
        return
    if any(key == "resource.customizations" for key in mapping(config.body, "data")):
        return
    for group in together(cluster):
        children = [m for m in group if m.id.kind == "Application" and m.id.group == "argoproj.io"]
        if len({wave(child) for child in children}) > 1:
            last = max(children, key=wave)
            yield Problem(
                "the waves of Applications do not wait for each other: argocd-cm restores no health for them",
                ("metadata", "annotations", WAVE),
                fix=f"add {_KEY} to argocd-cm",
                manifest=last,
                related=(Place("argocd-cm", config, ("data",)),),
            )

"""object that carries Argo CD's own tracking mark

Why: Argo CD recognises by it what an Application owns: a foreign mark makes it prune or adopt what is not its own.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/: by label before 3.0 unless argocd-cm
says otherwise, by annotation since.
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/tracking-id: "web:/ConfigMap:shop/web"}}
Bad (by label):
    # file: web/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/instance: other}}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: argocd-cm, namespace: argocd}
    data: {application.resourceTrackingMethod: label}
Good:
    # file: web/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/instance: other}}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.argo_words import TRACKING
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.fields import text
from generator.facts.rendered_by import owners
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = ("*",)

INSTANCE = "app.kubernetes.io/instance"
NEEDS = (TRACKING, INSTANCE)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    metadata = mapping(manifest.body, "metadata")
    if get(metadata, "annotations", TRACKING) is not None:
        path: Path = ("metadata", "annotations", TRACKING)
        yield Problem("the tracking annotation is Argo CD's own", path, fix="remove it", at_key=True)
    label = get(metadata, "labels", INSTANCE)
    if label is None or not _by_label(cluster):
        return
    for app in owners(cluster).get(id(manifest), ()):
        if label != app.manifest.id.name:
            message = f"Argo CD tracks by this label, and the Application is `{app.manifest.id.name}`"
            fix = "leave the label out: Argo CD sets it"
            yield Problem(message, ("metadata", "labels", INSTANCE), fix=fix)


@lru_cache(maxsize=8)
def _by_label(cluster: Cluster) -> bool:
    for config in cluster.all(kinds.CONFIG_MAP):
        if config.id.name == "argocd-cm":
            method = text(config.body, "data", "application.resourceTrackingMethod")
            if method:
                return method == "label"
    return cluster.version("argocd") < (3, 0)

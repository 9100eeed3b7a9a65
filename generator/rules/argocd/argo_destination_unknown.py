"""destination cluster that Argo CD does not know

Why: Argo CD marks the Application with InvalidSpecError. Judged where cluster Secrets are among the objects.
Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {name: prd-eu, namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: prod, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}
    stringData: {name: prod-eu, server: "https://prod.example.com"}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {name: prod-eu, namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: prod, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster}}
    stringData: {name: prod-eu, server: "https://prod.example.com"}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.applications import EXPLICIT, TEMPLATE_MARK, declared, server_names
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.suggest import slip
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = EXPLICIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    app = declared(manifest)
    known = server_names(cluster)
    if not _registered(cluster):
        return
    for key, names in (("name", list(known)), ("server", list(known.values()))):
        value = text(app.spec, "destination", key)
        if value and TEMPLATE_MARK not in value and value.rstrip("/") not in [n.rstrip("/") for n in names]:
            other = slip(value, names)
            meant = f", did you mean `{other}`?" if other else ""
            yield Problem(
                f"Argo CD knows no cluster with {key} `{value}`{meant}",
                (*app.path, "destination", key),
                fix="correct it, or register the cluster",
                severity="error" if meant else "unverifiable",
            )


@lru_cache(maxsize=8)
def _registered(cluster: Cluster) -> bool:
    label = ("metadata", "labels", "argocd.argoproj.io/secret-type")
    return any(get(secret.body, *label) == "cluster" for secret in cluster.all(kinds.SECRET))

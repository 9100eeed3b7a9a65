"""Application name too long for tracking by label

Why: With tracking by label Argo CD writes the Application's name into a label of every object, and labels hold 63
characters; longer ones make every sync fail. Since 3.0 annotations are the default; with
annotation+label the label is cut. Outside of Argo CD's own namespace the label holds namespace and name.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
Settings:
    products: {argocd: "2.14"}
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: production-recommendations-of-the-shop-for-returning-customers-v2, namespace: argocd}
    spec:
      project: shop
      source: {repoURL: "https://git.example.com/gitops", path: web}
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: production-recommendations, namespace: argocd}
    spec:
      project: shop
      source: {repoURL: "https://git.example.com/gitops", path: web}
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster, get
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.APPLICATION,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    tracking = get(cluster.settings, "argocd", "trackingMethod")
    by_label = tracking == "label" or (tracking is None and cluster.version("argocd") < (3, 0))
    home = get(cluster.settings, "argocd", "namespace") or "argocd"
    abroad = manifest.id.namespace not in ("", home)
    size = len(f"{manifest.id.namespace}_{manifest.id.name}" if abroad else manifest.id.name)
    if by_label and size > grammar.LABEL_LENGTH:
        yield Problem(
            f"the name{' with its namespace' if abroad else ''} has {size} characters, a tracking label holds "
            f"{grammar.LABEL_LENGTH}",
            ("metadata", "name"),
            fix="shorten the name, or track by annotation",
        )

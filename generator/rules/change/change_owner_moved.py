"""object that passes from one Application to another

Why: Whichever syncs last wins: when the old one prunes after the new one applied, the object is gone until the next
sync.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
Before:
    # file: one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: a, namespace: shop}
    # file: one/b.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: b, namespace: shop}
    # file: two/c.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: c, namespace: shop}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
      syncPolicy: {automated: {prune: true}}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: two, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
      syncPolicy: {automated: {prune: true}}
Bad:
    # file: one/b.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: b, namespace: shop}
    # file: two/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: a, namespace: shop}
    # file: two/c.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: c, namespace: shop}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
      syncPolicy: {automated: {prune: true}}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: two, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
      syncPolicy: {automated: {prune: true}}
Good:
    # file: one/a.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: a, namespace: shop}
    # file: one/b.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: b, namespace: shop}
    # file: two/d.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: d, namespace: shop}
    # file: root/a.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: one, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: one}
      syncPolicy: {automated: {prune: true}}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: two, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: two}
      syncPolicy: {automated: {prune: true}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.changes import owner_names
from generator.facts.cluster import Cluster
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    if cluster.previous is None:
        return
    before = owner_names(cluster.previous)
    for who, now in owner_names(cluster).items():
        past = before.get(who, now)
        if not past & now:
            old, new = min(past), min(now)
            yield Problem(
                f"{who} moves from Application `{old.name}` to `{new.name}`: the one may delete what the other applied",
                ("metadata", "name"),
                fix="give it Prune=false in a change before, or sync the new Application last",
                manifest=cluster.by_id[who],
            )

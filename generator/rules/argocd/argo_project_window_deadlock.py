"""sync windows that never let anything sync

Why: The deny windows cover every moment at which a sync would be allowed: the Applications stay as they are for ever.
Source: argo-cd pkg/apis/application/v1alpha1/types.go, SyncWindows.CanSync; simulated over 400 days.
Bad:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: deny, schedule: "* * * * *", duration: 24h, applications: ["*"]}
Good:
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: shop, namespace: argocd}
    spec:
      sourceRepos: ["*"]
      syncWindows:
        - {kind: allow, schedule: "0 22 * * *", duration: 1h, applications: ["*"]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.facts.sync_windows import free, window
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.APP_PROJECT,)
NEEDS = ("syncWindows",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    every = []
    for n, row in entries(manifest.body, "spec", "syncWindows"):
        read = window(row)
        if read is None:
            return
        # Windows over some Applications only leave the others free.
        if "*" in rows(row, "applications") and not row.get("andOperator"):
            every.append((n, read))
        elif read.allows:
            return
    if every and not free([read for _, read in every]):
        denies = next(n for n, read in every if not read.allows)
        fix = "shorten the deny windows"
        yield Problem("the sync windows never let an Application sync", ("spec", "syncWindows", denies), fix=fix)

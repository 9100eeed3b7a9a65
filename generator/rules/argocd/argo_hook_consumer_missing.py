"""hook that needs what the sync only brings later

Why: On the first install the objects of the Sync phase do not exist yet: the PreSync hook fails, and with it the
sync.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/#how-sync-waves-work: PreSync runs before
everything else.
Bad:
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: shop}
    ---
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}}
    spec:
      template:
        spec:
          serviceAccountName: web
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
Good:
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: web
      namespace: shop
      annotations: {argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/sync-wave: "-1"}
    ---
    apiVersion: batch/v1
    kind: Job
    metadata: {name: migrate, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}}
    spec:
      template:
        spec:
          serviceAccountName: web
          restartPolicy: Never
          containers: [{name: a, image: "a:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.argo_order import hooks, phase, step
from generator.facts.argo_words import HOOK
from generator.facts.cluster import Cluster
from generator.facts.needs import identity, needs
from generator.model import ObjectId
from generator.rules.problem import Place, Problem

SEVERITY = "error"
FLEET = True
NEEDS = (HOOK,)


def check(cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[ObjectId, ObjectId]] = set()
    for need in needs(cluster):
        before, after = step(need.consumer), step(need.provider)
        if before is None or after is None or before[0] >= after[0] or not hooks(need.consumer):
            continue
        if identity(need) in told:
            continue
        told.add(identity(need))
        what = need.provider.id
        yield Problem(
            f"{phase(need.consumer)} hook needs {what.kind} `{what.name}`, which the sync brings only afterwards",
            need.path,
            fix=f"make {what.kind} `{what.name}` a {phase(need.consumer)} hook of an earlier wave",
            manifest=need.consumer,
            related=(Place("applied later", need.provider, ("metadata", "name")),),
        )

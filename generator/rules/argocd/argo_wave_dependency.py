"""object applied before something it needs

Why: A wave starts only when the one before is healthy: a workload that waits for a ConfigMap of a later wave waits
for ever.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ and gitops-engine pkg/sync/sync_context.go.
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "2"}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", envFrom: [{configMapRef: {name: web}}]}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "1"}}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", envFrom: [{configMapRef: {name: web}}]}
Good (optional):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "2"}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", envFrom: [{configMapRef: {name: web, optional: true}}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.argo_order import hooks, in_words, step
from generator.facts.argo_words import HOOK, WAVE
from generator.facts.cluster import Cluster
from generator.facts.needs import identity, needs
from generator.model import ObjectId
from generator.rules.problem import Place, Problem

SEVERITY = "error"
FLEET = True
NEEDS = (WAVE, HOOK, "helm.sh/hook", "helm.sh/hook-weight")


def check(cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[ObjectId, ObjectId]] = set()
    for need in needs(cluster):
        before, after = step(need.consumer), step(need.provider)
        if before is None or after is None or before >= after or identity(need) in told:
            continue
        if before[0] < after[0] and hooks(need.consumer):
            continue  # argo-hook-consumer-missing tells it
        told.add(identity(need))
        who, what = need.consumer.id, need.provider.id
        so = "and is never healthy without it" if need.waits else "and does not work until then"
        yield Problem(
            f"{who.kind} `{who.name}` ({in_words(need.consumer)}) needs {what.kind} `{what.name}` "
            f"({in_words(need.provider)}), {so}",
            need.path,
            fix=f"give {what.kind} `{what.name}` a wave no later than {before[1]}",
            severity="error" if need.waits else "warning",
            manifest=need.consumer,
            related=(Place("applied later", need.provider, ("metadata", "annotations", WAVE)),),
        )

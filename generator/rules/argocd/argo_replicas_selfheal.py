"""self-heal that fights the autoscaler over replicas

Why: Argo CD sets replicas back to what is committed, the autoscaler sets it to what is needed: pods come and go for
ever.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/#leaving-room-for-imperativeness and
sync-options RespectIgnoreDifferences.
Bad:
    # file: web/all.yaml
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 5
      triggers: [{type: cron, metadata: {timezone: UTC, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "3"}}]
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {selfHeal: true}}
Good:
    # file: web/all.yaml
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
            - {name: web, image: "web:1"}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 5
      triggers: [{type: cron, metadata: {timezone: UTC, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "3"}}]
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      syncPolicy: {automated: {selfHeal: true}}
Good (ignored and respected):
    # file: web/all.yaml
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 5
      triggers: [{type: cron, metadata: {timezone: UTC, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "3"}}]
    # file: root/apps.yaml
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: web, namespace: argocd}
    spec:
      project: default
      destination: {server: "https://kubernetes.default.svc", namespace: shop}
      source: {repoURL: "https://git.example.com/apps", path: web}
      ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
      syncPolicy: {automated: {selfHeal: true}, syncOptions: [RespectIgnoreDifferences=true]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.applications import automated, options
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.facts.ignored_differences import ignores
from generator.facts.rendered_by import owners
from generator.facts.replicas import autoscalers_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.SCALABLE
NEEDS = ("replicas",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if whole(manifest.body, "spec", "replicas") is None:
        return
    scalers = autoscalers_of(cluster, manifest)
    for app in owners(cluster).get(id(manifest), ()) if scalers else ():
        policy = automated(app)
        if policy is None or policy.get("selfHeal") is not True:
            continue
        spared = ignores(app, manifest, ("spec", "replicas"))
        if spared and options(app).get("RespectIgnoreDifferences") == "true":
            continue
        only = ": the ignore rule needs RespectIgnoreDifferences=true" if spared else ""
        yield Problem(
            f"self-heal of Application `{app.manifest.id.name}` sets replicas back{only}",
            ("spec", "replicas"),
            fix="leave replicas out, the autoscaler decides it",
            related=(Place("the autoscaler", scalers[0]), Place("the Application", app.manifest, app.path)),
            safe=True,
            at_key=True,
        )

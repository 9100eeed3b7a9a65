"""autoscaler whose target does not exist

Why: The autoscaler then reports FailedGetScale for ever, Argo CD shows it degraded, and nothing is scaled.
Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: wep}
      maxReplicas: 3
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import text
from generator.facts.replicas import HOMES, target_of, unscalable
from generator.facts.residue import unrendered
from generator.facts.suggest import did_you_mean, same_but_for_spelling
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    if target is None or target in cluster.by_id or unscalable(cluster, target) or unrendered(target.name):
        return
    if HOMES.get(target.kind, given := text(manifest.body, "spec", "scaleTargetRef", "apiVersion")) != given:
        return
    kind = f"{target.kind}.{target.group}" if target.group else target.kind
    here = [m for m in cluster.all(*kinds.SCALABLE) if m.id.namespace == target.namespace]
    alike = next((m for m in here if m.id.name == target.name), None)
    path = ("spec", "scaleTargetRef")
    if alike is not None:
        yield Problem(
            f"there is no {kind} `{target.name}`, but a {kind_name(alike)} of that name",
            path,
            fix=f"write apiVersion {alike.api_version} and kind {alike.id.kind}",
            severity="error",
            related=(Place("probably meant", alike),),
        )
        return
    names = [m.id.name for m in here]
    severity = cluster.absence(kind, target.namespace, target.name)
    if severity:
        yield Problem(
            f"there is no {kind} `{target.name}` in namespace {target.namespace}{did_you_mean(target.name, names)}",
            (*path, "name"),
            fix="name an existing workload",
            # A name that differs only in spelling is a slip, wherever else workloads may live.
            severity="error" if same_but_for_spelling(target.name, names) else severity,
        )

"""budget that protects no pod

Why: Its selector fits no pod template of its namespace, so drains take the pods it was meant for all at once.
Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app.kubernetes.io/name: web}}
      template:
        metadata: {labels: {app.kubernetes.io/name: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchExpressions: [{key: app, operator: In, values: [web]}]}}
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
from generator.facts.added_labels import may_select
from generator.facts.cluster import Cluster, mapping
from generator.facts.disruptions import covered
from generator.facts.operators import may_make_pods
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not mapping(manifest.body, "spec", "selector") or covered(cluster, manifest):
        return
    if may_select(cluster, manifest.id.namespace, mapping(manifest.body, "spec", "selector", "matchLabels")):
        return
    here = cluster.templates_in(manifest.id.namespace)
    elsewhere = may_make_pods(cluster, manifest.id.namespace)
    known = (here or cluster.closed(manifest.id.namespace)) and not elsewhere
    # Where no workload is at hand the pods may come from elsewhere.
    yield Problem(
        f"the selector fits no pod template in namespace {manifest.id.namespace}",
        ("spec", "selector"),
        fix="select the labels of a pod template",
        severity="" if known else "unverifiable",
    )

"""Service that selects no pod

Why: It has no endpoints, and every connection to it fails.
Source: https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: wep}, ports: [{port: 80}]}
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
Good (one pod of a StatefulSet):
    apiVersion: v1
    kind: Service
    metadata: {name: db-0, namespace: shop}
    spec:
      selector: {statefulset.kubernetes.io/pod-name: db-0}
      ports: [{port: 5432}]
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: db
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec:
          containers: [{name: db, image: "db:1"}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80}]}
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Rollout
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
from generator.facts.operators import may_make_pods
from generator.facts.residue import unrendered
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec, namespace = mapping(manifest.body, "spec"), manifest.id.namespace
    if not mapping(spec, "selector") or spec.get("type") == "ExternalName" or cluster.behind(manifest):
        return
    selector = mapping(spec, "selector")
    if any(unrendered(str(value)) for value in selector.values()) or may_select(cluster, namespace, selector):
        return
    closed = cluster.closed(namespace)
    here = cluster.templates_in(namespace) and not may_make_pods(cluster, namespace)
    severity = "" if here else "unverifiable"
    if closed and not may_make_pods(cluster, namespace):
        severity = "error"
    yield Problem(
        f"the selector fits no pod template in namespace {namespace}",
        ("spec", "selector"),
        fix="select labels of a pod template",
        severity=severity,
    )

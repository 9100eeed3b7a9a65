"""AuthorizationPolicy that selects no pod

Why: It guards nothing: most likely a label is misspelt.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: webb}}
      rules: [{}]
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{}]
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.workload_selectors import unselected
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("selector", "workloadSelector")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    message, severity = unselected(cluster, manifest)
    if message:
        path = ("spec", "selector", "matchLabels")
        yield Problem(message, path, fix="correct the labels", severity=severity)

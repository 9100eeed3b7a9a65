"""workload of the mesh that no policy is about

Why: Where the others of its namespace say who may call them, this one takes every caller.
Source: https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns and KIA1301. Told where
some policy of the namespace selects pods and none covers all.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: api, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, rules: [{from: [{source: {namespaces: [shop]}}]}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: all, namespace: shop}
    spec: {}
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: api, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, rules: [{}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good (outside the mesh):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: api, namespace: shop}
    spec: {selector: {matchLabels: {app: api}}, rules: [{}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "false"}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import applying, selector
from generator.facts.cluster import Cluster
from generator.facts.sidecars import injected
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    policies = cluster.all(kinds.AUTHORIZATION_POLICY)
    if template is None or not policies or not injected(cluster, template):
        return
    others = any(p.id.namespace == template.namespace and selector(p) for p in policies)
    if others and not applying(cluster, kinds.AUTHORIZATION_POLICY, template):
        fix = "say who may call it, or add a policy with an empty spec to the namespace"
        yield Problem("no AuthorizationPolicy is about these pods", (*template.path, "metadata", "labels"), fix=fix)

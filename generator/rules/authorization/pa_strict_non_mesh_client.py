"""admitted client that has no identity

Why: The policy admits it by its identity, but its pods have no sidecar: it sends plain text, which STRICT refuses and
no principal matches.
Source: https://istio.io/latest/docs/concepts/security/#mutual-tls-authentication
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/job]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      mtls: {mode: STRICT}
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
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: job, namespace: shop}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: job, namespace: shop}
    spec:
      selector: {matchLabels: {app: job, sidecar.istio.io/inject: "false"}}
      template:
        metadata: {labels: {app: job, sidecar.istio.io/inject: "false"}}
        spec:
          serviceAccountName: job
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/job]}}]}]
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      mtls: {mode: STRICT}
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
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: job, namespace: shop}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: job, namespace: shop}
    spec:
      selector: {matchLabels: {app: job, sidecar.istio.io/inject: "true"}}
      template:
        metadata: {labels: {app: job, sidecar.istio.io/inject: "true"}}
        spec:
          serviceAccountName: job
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.admission import account_of
from generator.facts.authorization import action, rules_of
from generator.facts.cluster import Cluster, PodTemplate, rows
from generator.facts.sidecars import injected
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("principals",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if action(manifest) != "ALLOW":
        return
    for rule in rules_of(manifest):
        for path, source in rule.sources():
            for n, name in enumerate(rows(source, "principals")):
                client = _outside(cluster, name) if isinstance(name, str) else None
                if client is not None:
                    who = client.manifest.id
                    yield Problem(
                        f"{who.kind} `{who.name}` has no sidecar, so it never has this identity",
                        (*path, "principals", n),
                        fix="let it into the mesh, or admit it by other means",
                        related=(Place("the client", client.manifest),),
                    )


def _outside(cluster: Cluster, principal: str) -> PodTemplate | None:
    """A pod with the identity that surely has no sidecar, when no other pod has it."""
    namespace, _, account = principal.partition("/ns/")[2].partition("/sa/")
    if not account or "*" in principal:
        return None
    pods = [pod for pod in cluster.templates_in(namespace) if account_of(pod) == account]
    return pods[0] if pods and all(injected(cluster, pod) is False for pod in pods) else None

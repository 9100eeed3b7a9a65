"""two PeerAuthentications over one workload

Why: Only the oldest of them counts, and which one that is the cluster decides.
Source: https://istio.io/latest/docs/reference/config/security/peer_authentication/
Bad:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: one, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      mtls: {mode: STRICT}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: two, namespace: shop}
    spec:
      selector: {matchLabels: {tier: a}}
      mtls: {mode: PERMISSIVE}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, tier: a}}
      template:
        metadata: {labels: {app: web, tier: a}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
Good:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: one, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      mtls: {mode: STRICT}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: two, namespace: shop}
    spec:
      selector: {matchLabels: {tier: b}}
      mtls: {mode: PERMISSIVE}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, tier: a}}
      template:
        metadata: {labels: {app: web, tier: a}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.mutual_tls import selecting
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.PEER_AUTHENTICATION,)
NEEDS = ("selector",)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[int, int]] = set()
    for template in cluster.templates:
        one, *others = selecting(cluster, template) or (template.manifest,)
        for other in others:
            if (id(one), id(other)) in told:
                continue
            told.add((id(one), id(other)))
            who = template.manifest.id
            yield Problem(
                f"`{one.id.name}` selects {who.kind} `{who.name}` too: only the older of the two policies counts",
                ("spec", "selector"),
                fix="let only one of them select the workload",
                manifest=other,
                related=(Place("the other policy", one, ("spec", "selector")),),
            )

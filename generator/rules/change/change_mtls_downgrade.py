"""port that loses its mutual TLS

Why: Before, every caller was known and encrypted; after this change plain text is taken.
Source: https://istio.io/latest/docs/reference/config/security/peer_authentication/
Before:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
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
Bad:
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: PERMISSIVE}}
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
Bad (policy gone):
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
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
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
from generator.facts.authorization import pod_ports
from generator.facts.changes import pairs
from generator.facts.cluster import Cluster
from generator.facts.mutual_tls import DISABLE, PERMISSIVE, STRICT, mode
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (*kinds.WORKLOADS,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    if cluster.previous is None:
        return
    told: set[int] = set()
    for before, now in pairs(cluster):
        old, new = cluster.previous.template(before), cluster.template(now)
        if old is None or new is None:
            continue
        for port in sorted(pod_ports(cluster, new)):
            strong, weak = mode(cluster.previous, old, port), mode(cluster, new, port)
            if strong.name != STRICT or weak.name not in (PERMISSIVE, DISABLE):
                continue
            subject = weak.policy or now
            if id(subject) not in told:
                told.add(id(subject))
                why = "" if weak.policy else ": no policy asks for it any more"
                yield Problem(
                    f"port {port} of {now.id.kind} `{now.id.name}` goes from STRICT to {weak.name}{why}",
                    ("spec",),
                    fix="keep STRICT, or name the one port that needs less",
                    manifest=subject,
                )

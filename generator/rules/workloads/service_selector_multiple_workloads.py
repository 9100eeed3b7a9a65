"""Service that sends to the pods of several workloads

Why: Unless the workloads are versions of one thing, requests reach the wrong program now and then.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {team: a}, ports: [{port: 80}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, team: a}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: mail, namespace: shop}
    spec:
      selector: {matchLabels: {app: mail}}
      template:
        metadata: {labels: {app: mail, team: a}}
        spec:
          containers: [{name: mail, image: "mail:1"}]
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, version: v1}}
      template:
        metadata: {labels: {app: web, version: v1}}
        spec:
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web-v2, namespace: shop}
    spec:
      selector: {matchLabels: {app: web, version: v2}}
      template:
        metadata: {labels: {app: web, version: v2}}
        spec:
          containers: [{name: web, image: "web:2"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
KINDS = (kinds.SERVICE,)

_APP = ("app.kubernetes.io/name", "app", "k8s-app")
"""Labels that name the program; pods that share one are versions of one thing."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    behind = cluster.behind(manifest)
    shared = any(len({str(t.labels.get(key, "")) for t in behind}) == 1 and behind[0].labels.get(key) for key in _APP)
    if len(behind) > 1 and not shared:
        names = ", ".join(sorted({t.manifest.id.name for t in behind}))
        yield Problem(
            f"the selector takes in the pods of {names}",
            ("spec", "selector"),
            fix="select by a label that only the pods meant have",
            related=tuple(Place("these pods", t.manifest, (*t.path, "metadata", "labels")) for t in behind[:4]),
        )

"""privileged container

Why: It may do on its node whatever root may: there is no isolation left.
Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              securityContext: {privileged: true}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: "web:1"
              securityContext: {privileged: false}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.pod_security import meant
from generator.facts.privileges import CONTEXT, containers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("privileged",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template else ():
        if get(container, CONTEXT, "privileged") is True:
            fix = "remove it; add the one capability it needs instead"
            at = (*path, CONTEXT, "privileged")
            severity = "warning" if meant(cluster, manifest.id.namespace) else ""
            yield Problem(f"container `{text(container, 'name')}` is privileged", at, fix=fix, severity=severity)

"""container that may gain privileges

Why: A set-uid program in the image can become root, whatever user the container runs as.
Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
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
              securityContext: {allowPrivilegeEscalation: false}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.privileges import CONTEXT, containers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template else ():
        if get(container, CONTEXT, "allowPrivilegeEscalation") is not False:
            at = (*path, CONTEXT, "allowPrivilegeEscalation")
            fix = "set allowPrivilegeEscalation: false"
            yield Problem(f"container `{text(container, 'name')}` may gain privileges", at, fix=fix)

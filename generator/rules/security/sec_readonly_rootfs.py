"""container that can write to its own files

Why: What gets in can change the programs that run. Volumes take what has to be written.
Source: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
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
              securityContext: {readOnlyRootFilesystem: true}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.privileges import CONTEXT, containers, windows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template and not windows(template) else ():
        if get(container, CONTEXT, "readOnlyRootFilesystem") is not True:
            at = (*path, CONTEXT, "readOnlyRootFilesystem")
            fix = "set readOnlyRootFilesystem: true, and mount an emptyDir where it writes"
            yield Problem(f"container `{text(container, 'name')}` can write to its root filesystem", at, fix=fix)

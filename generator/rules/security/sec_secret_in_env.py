"""secret that is handed over in a variable

Why: Variables are inherited by child processes, shown by crash reports and never renewed; a mounted file is.
Source: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
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
              env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]
Bad (all of it):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", envFrom: [{secretRef: {name: db}}]}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          volumes: [{name: db, secret: {secretName: db}}]
          containers:
            - {name: web, image: "web:1", volumeMounts: [{name: db, mountPath: /run/db}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS
NEEDS = ("secretKeyRef", "secretRef")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in template.containers(init=True) if template else ():
        for n, row in entries(container, "env"):
            name = get(row, "valueFrom", "secretKeyRef", "name")
            if name:
                here = (*path, "env", n, "valueFrom", "secretKeyRef")
                yield Problem(f"Secret `{name}` is handed over in a variable", here, fix="mount it as a file")
        for n, row in entries(container, "envFrom"):
            name = get(row, "secretRef", "name")
            if name:
                here = (*path, "envFrom", n, "secretRef")
                yield Problem(f"all of Secret `{name}` is handed over in variables", here, fix="mount it as files")

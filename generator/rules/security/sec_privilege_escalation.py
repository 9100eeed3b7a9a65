"""container that may gain privileges

Why: A set-uid program in the image can become root, whatever user the container runs as.
Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted; kubernetes
pkg/apis/core/validation/validation.go, ValidateSecurityContext, refuses false beside privileged and CAP_SYS_ADMIN.
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
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import text
from generator.facts.privileges import CONTEXT, containers, windows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template and not windows(template) else ():
        name, at = text(container, "name"), (*path, CONTEXT, "allowPrivilegeEscalation")
        privileged = get(container, CONTEXT, "privileged") is True
        added = rows(container, CONTEXT, "capabilities", "add")
        if get(container, CONTEXT, "allowPrivilegeEscalation") is False:
            other = "privileged: true" if privileged else "capability CAP_SYS_ADMIN" if "CAP_SYS_ADMIN" in added else ""
            if other:
                message = f"container `{name}` has {other} and may not gain privileges: the API server refuses both"
                yield Problem(message, at, fix=f"remove {other}", severity="error")
        elif not privileged and not {"SYS_ADMIN", "CAP_SYS_ADMIN", "ALL"} & set(map(str, added)):
            # What is privileged or as good as that has all of them, and rules of its own.
            fix = "set allowPrivilegeEscalation: false"
            yield Problem(f"container `{name}` may gain privileges", at, fix=fix)

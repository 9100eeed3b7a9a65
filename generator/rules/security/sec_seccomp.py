"""container without a seccomp profile

Why: Without RuntimeDefault every system call of the kernel is open to it, unless the kubelet sets a default.
Source: https://kubernetes.io/docs/tutorials/security/seccomp/. Where a namespace enforces the restricted level
sec-pod-security-level tells it as well.
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
            - {name: web, image: "web:1"}
Bad (switched off):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          securityContext: {seccompProfile: {type: RuntimeDefault}}
          containers:
            - {name: web, image: "web:1", securityContext: {seccompProfile: {type: Unconfined}}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          securityContext: {seccompProfile: {type: RuntimeDefault}}
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.privileges import containers, effective, place, windows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or windows(template):
        return
    for path, container in containers(template):
        profile, own = effective(template, container, "seccompProfile")
        kind = get(profile, "type")
        if kind in (None, "Unconfined"):
            said = "has no seccomp profile" if kind is None else "runs without seccomp"
            yield Problem(
                f"container `{text(container, 'name')}` {said}",
                place(template, path, "seccompProfile", own=own) if kind else path,
                fix="set seccompProfile.type: RuntimeDefault for the pod",
            )

"""container that must not be root and is

Why: The kubelet refuses to start it: CreateContainerConfigError, for ever.
Source: kubernetes pkg/kubelet/kuberuntime/security_context.go, verifyRunAsNonRoot.
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
              securityContext: {runAsNonRoot: true, runAsUser: 0}
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
              securityContext: {runAsNonRoot: true, runAsUser: 1000}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.privileges import containers, effective, place
from generator.model import Manifest
from generator.rules.problem import Problem, once_a_field

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("runAsUser",)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in containers(template):
        nonroot, _ = effective(template, container, "runAsNonRoot")
        user, own = effective(template, container, "runAsUser")
        if nonroot is True and user == 0 and not isinstance(user, bool):
            yield Problem(
                f"container `{text(container, 'name')}` must not run as root, and runAsUser is 0: it never starts",
                place(template, path, "runAsUser", own=own),
                fix="write another user, or set runAsNonRoot: false",
            )

"""container that may run as root

Why: Nothing keeps it from running as root: what breaks out of it is root on the node.
Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted: runAsNonRoot true, or a
runAsUser other than 0; the container's own value counts before the pod's.
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
              securityContext: {runAsNonRoot: true}
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
              securityContext: {runAsUser: 1000}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.privileges import CONTEXT, containers, effective, place, windows
from generator.model import Manifest
from generator.rules.problem import Problem, once_a_field

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    # With a user namespace of its own the pod's root is nobody on the node.
    if template is None or windows(template) or template.spec.get("hostUsers") is False:
        return
    for path, container in containers(template):
        nonroot, _ = effective(template, container, "runAsNonRoot")
        user, own = effective(template, container, "runAsUser")
        if nonroot is True or (user is not None and user != 0):
            continue
        at = place(template, path, "runAsUser", own=own) if user == 0 else (*path, CONTEXT)
        yield Problem(
            f"container `{text(container, 'name')}` {'runs' if user == 0 else 'may run'} as root",
            at,
            fix="set runAsNonRoot: true in its or its pod's securityContext",
        )

"""capability that is as good as root

Why: With it a process can leave its container, read every file or listen to the network of the node.
Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/ (baseline lists what may be added).
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
              securityContext: {capabilities: {add: [SYS_ADMIN]}}
Bad (none dropped):
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
              securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import text
from generator.facts.pod_security import BASELINE_CAPABILITIES, meant
from generator.facts.privileges import CONTEXT, containers, windows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for path, container in containers(template) if template and not windows(template) else ():
        here = (*path, CONTEXT, "capabilities")
        name = text(container, "name")
        added = {str(each).removeprefix("CAP_") for each in rows(container, CONTEXT, "capabilities", "add")}
        beyond = ", ".join(sorted(added - BASELINE_CAPABILITIES))
        if beyond:
            severity = "" if meant(cluster, manifest.id.namespace) else "error"
            yield Problem(f"container `{name}` adds {beyond}", (*here, "add"), fix="remove it", severity=severity)
        dropped = {str(each).upper() for each in rows(container, CONTEXT, "capabilities", "drop")}
        # A privileged container has all of them whatever it drops.
        if "ALL" not in dropped and get(container, CONTEXT, "privileged") is not True:
            fix = "set capabilities.drop: [ALL]"
            yield Problem(f"container `{name}` keeps capabilities it does not name", (*here, "drop"), fix=fix)

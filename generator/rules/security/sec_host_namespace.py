"""pod in the namespaces of its node

Why: It sees the processes, the network or the memory of everything else on the node.
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
          hostPID: true
          containers:
            - {name: web, image: "web:1"}
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
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.pod_security import meant
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("hostNetwork", "hostPID", "hostIPC")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    for field in ("hostNetwork", "hostPID", "hostIPC") if template else ():
        if template is not None and template.spec.get(field) is True:
            path = (*template.path, "spec", field)
            severity = "warning" if meant(cluster, manifest.id.namespace) else ""
            yield Problem(f"{field}: the pods share it with their node", path, fix="remove it", severity=severity)

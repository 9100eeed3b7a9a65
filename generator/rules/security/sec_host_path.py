"""directory of the node in a pod

Why: Through it a pod reads and changes the node, and with the container runtime's socket it owns it.
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
          volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}]
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
          volumes: [{name: tmp, emptyDir: {}}]
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.pod_security import meant
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("hostPath",)

_WORST = ("/", "/boot", "/etc", "/home", "/proc", "/root", "/sys", "/var", "/var/lib/kubelet", "/var/run")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for n, volume in entries(template.spec, "volumes"):
        where = text(volume, "hostPath", "path")
        if not where:
            continue
        plain = posixpath.normpath(where)
        worst = plain.endswith(".sock") or any(plain == each for each in _WORST)
        yield Problem(
            f"volume `{text(volume, 'name')}` is {plain} of the node",
            (*template.path, "spec", "volumes", n, "hostPath"),
            fix="use a volume of the cluster",
            severity="error" if worst and not meant(cluster, manifest.id.namespace) else "",
        )

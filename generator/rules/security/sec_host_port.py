"""container port that is opened on the node

Why: Two such pods never share a node, and the port is reachable past Services and policies.
Source: https://kubernetes.io/docs/concepts/configuration/overview/#services. Pods in the network of their node (host
network) have a rule of their own.
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080, hostPort: 80}]}
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, whole
from generator.facts.pod_security import meant
from generator.facts.privileges import containers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = kinds.WORKLOADS
NEEDS = ("hostPort",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or template.spec.get("hostNetwork") is True or meant(cluster, manifest.id.namespace):
        return
    for path, container in containers(template):
        for n, row in entries(container, "ports"):
            port = whole(row, "hostPort")
            if port:
                fix = "remove hostPort and let a Service lead to the pods"
                yield Problem(f"port {port} of the node is taken", (*path, "ports", n, "hostPort"), fix=fix)

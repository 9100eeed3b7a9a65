"""serviceAccount instead of serviceAccountName

Why: The short field is an alias of the past; where both stand they may differ.
Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (serviceAccount is a deprecated
alias).
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          serviceAccount: web
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
          serviceAccountName: web
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("serviceAccount",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is not None and "serviceAccount" in template.spec:
        path = (*template.path, "spec", "serviceAccount")
        yield Problem("serviceAccount is deprecated", path, fix="write serviceAccountName", at_key=True)

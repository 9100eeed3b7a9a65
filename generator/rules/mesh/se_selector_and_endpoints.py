"""workloadSelector beside endpoints

Why: The API server refuses it: endpoints are either listed or found by label.
Source: the CEL rules of the CRD; istio pkg/config/validation/validation.go, ValidateServiceEntry.
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      ports: [{name: tcp, number: 5432, protocol: TCP}]
      resolution: STATIC
      workloadSelector: {labels: {app: db}}
      endpoints: [{address: 10.0.0.1}]
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      ports: [{name: tcp, number: 5432, protocol: TCP}]
      resolution: STATIC
      endpoints: [{address: 10.0.0.1}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_ENTRY,)
NEEDS = ("workloadSelector",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if get(manifest.body, "spec", "workloadSelector") is not None and get(manifest.body, "spec", "endpoints"):
        yield Problem(
            "endpoints stand beside workloadSelector", ("spec", "endpoints"), fix="keep one of them", at_key=True
        )

"""object that breaks a rule of its CRD

Why: CRDs carry conditions between fields, written in CEL. Only the API server evaluates them, so the object is refused
on the day it is applied.
Source: the x-kubernetes-validations of the CRDs,
https://kubernetes.io/docs/reference/using-api/cel/#cel-in-the-kubernetes-api
Bad:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec:
      metrics: [{overrides: [{tagOverrides: {path: {operation: REMOVE, value: "-"}}}]}]
Bad (time of zero):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {interval: 0s}}}
Good:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec:
      metrics: [{overrides: [{tagOverrides: {path: {operation: REMOVE}}}], reportingInterval: 10s}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cel import checks, violations
from generator.facts.cluster import Cluster, kind_name
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = tuple(sorted(checks()))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for violation in violations(kind_name(manifest), manifest.body):
        yield Problem(violation.message, violation.path, fix=violation.fix)

"""object that breaks a rule of its CRD

Why: CRDs carry conditions between fields, written in CEL. Only the API server evaluates them, so the object is refused
on the day it is applied. For the operators that are bundled there are checks of our own; the rules of your CRDs and of
the Gateway API are evaluated when the extra is there: pip install 'argosy[cel]'. A rule that needs the object before a
change is passed over, and one that cannot be evaluated is told as unverifiable.
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
Bad (store without credentials):
    apiVersion: external-secrets.io/v1
    kind: SecretStore
    metadata: {name: doppler, namespace: shop}
    spec: {provider: {doppler: {auth: {}}}}
Bad (task with both kinds of dependencies):
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    metadata: {name: nightly, namespace: shop}
    spec:
      entrypoint: main
      templates:
        - name: main
          dag:
            tasks:
              - {name: load, template: load}
              - {name: report, template: load, depends: load, dependencies: [load]}
        - {name: load, container: {image: "busybox:1.36"}}
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

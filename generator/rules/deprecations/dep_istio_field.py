"""field or annotation that Istio gives up

Why: It still works, or no longer does anything; its successor is another field.
Source: https://istio.io/latest/docs/reference/config/annotations/ and the API reference (targetRef,
outboundTrafficPolicy.egressProxy). Other deprecated fields have rules of their own: dr-consecutive-errors,
dr-lb-deprecated, vs-deprecated-field.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}, annotations: {sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Bad (targetRef):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {targetRef: {kind: Service, group: "", name: web}, rules: [{}]}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name
from generator.facts.sidecars import INJECT
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (
    *kinds.WORKLOADS,
    kinds.SIDECAR,
    kinds.AUTHORIZATION_POLICY,
    kinds.REQUEST_AUTHENTICATION,
    "Telemetry.telemetry.istio.io",
    "WasmPlugin.extensions.istio.io",
)
NEEDS = ("targetRef", "egressProxy", INJECT)

_WITH_TARGETS = ("security.istio.io", "telemetry.istio.io", "extensions.istio.io")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = manifest.body.get("spec")
    if get(spec, "targetRef") is not None and manifest.id.group in _WITH_TARGETS:
        fix = "write it as the one item of targetRefs"
        yield Problem("targetRef is deprecated", ("spec", "targetRef"), fix=fix, at_key=True)
    if kind_name(manifest) == kinds.SIDECAR and get(spec, "outboundTrafficPolicy", "egressProxy") is not None:
        path: Path = ("spec", "outboundTrafficPolicy", "egressProxy")
        yield Problem("egressProxy is deprecated", path, fix="route through an egress gateway", at_key=True)
    template = cluster.template(manifest)
    if template is not None:
        path = (*template.path, "metadata", "annotations", INJECT)
        if get(manifest.body, *path) is not None:
            fix = "make it a label of the pods"
            yield Problem("as an annotation, sidecar.istio.io/inject is deprecated", path, fix=fix, at_key=True)

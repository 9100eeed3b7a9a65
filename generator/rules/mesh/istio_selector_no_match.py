"""object of Istio's for workloads that are not there

Why: It applies to nothing: most likely a label is misspelt, and the filter, the tokens or the limits are missing where
they are relied on.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0127/; judged by pod templates, WorkloadEntries and
WorkloadGroups. Policies for peers and requests have rules of their own.
Bad:
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: webb}}
      jwtRules: [{issuer: "https://id.example.com"}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
Bad (a filter of Envoy):
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: web, namespace: shop}
    spec:
      workloadSelector: {labels: {app: web, version: v2}}
      configPatches: [{applyTo: CLUSTER, patch: {operation: MERGE, value: {dns_lookup_family: V4_ONLY}}}]
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: web, namespace: shop}
    spec:
      serviceName: web
      selector: {matchLabels: {app: web}}
      template: {metadata: {labels: {app: web, version: v1}}, spec: {containers: [{name: web, image: "web:1"}]}}
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: web, namespace: shop}
    spec: {workloadSelector: {labels: {app: web}}, egress: [{hosts: ["./*"]}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: vm, namespace: shop}
    spec:
      hosts: [vm.example.com]
      resolution: STATIC
      ports: [{name: tls, number: 443, protocol: TLS}]
      workloadSelector: {labels: {app: vm}}
    ---
    apiVersion: networking.istio.io/v1
    kind: WorkloadEntry
    metadata: {name: vm, namespace: shop}
    spec: {address: 10.0.0.1, labels: {app: vm}}
    ---
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: gateway, namespace: istio-system}
    spec:
      selector: {matchLabels: {istio: ingressgateway}}
      jwtRules: [{issuer: "https://id.example.com"}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.istio_hosts import root_namespace
from generator.facts.workload_selectors import unselected
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (
    kinds.REQUEST_AUTHENTICATION,
    kinds.SIDECAR,
    kinds.TELEMETRY,
    kinds.SERVICE_ENTRY,
    kinds.DESTINATION_RULE,
    "EnvoyFilter.networking.istio.io",
    "ProxyConfig.networking.istio.io",
    "WasmPlugin.extensions.istio.io",
)
NEEDS = ("selector", "workloadSelector")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.id.kind == "Sidecar" and manifest.id.namespace == root_namespace(cluster):
        # Told by a rule of its own.
        return
    field = next((name for name in ("selector", "workloadSelector") if get(manifest.body, "spec", name)), "")
    message, severity = unselected(cluster, manifest) if field else ("", "")
    if message:
        yield Problem(message, ("spec", field), fix="correct the labels", severity=severity)

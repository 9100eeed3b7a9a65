"""telemetry provider that the mesh does not know

Why: istiod skips a provider it does not find: no traces, no metrics or no access log, and nothing says so.
Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider and IST0157.
The mesh's configuration is looked for in Istio's chart values, Istio objects and the ConfigMap istio.
Bad:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec: {tracing: [{providers: [{name: zipkn}]}]}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: istio, namespace: istio-system}
    data:
      mesh: |
        extensionProviders:
        - name: zipkin
          zipkin: {service: zipkin.istio-system.svc.cluster.local, port: 9411}
Good:
    apiVersion: telemetry.istio.io/v1
    kind: Telemetry
    metadata: {name: default, namespace: shop}
    spec: {tracing: [{providers: [{name: zipkin}]}], accessLogging: [{providers: [{name: envoy}]}]}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: istio, namespace: istio-system}
    data:
      mesh: |
        extensionProviders:
        - name: zipkin
          zipkin: {service: zipkin.istio-system.svc.cluster.local, port: 9411}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.mesh_config import BUILT_IN, telemetry_providers
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.TELEMETRY,)
NEEDS = ("providers",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = telemetry_providers(cluster)
    for field in ("tracing", "metrics", "accessLogging"):
        for n, row in entries(manifest.body, "spec", field):
            for m, provider in entries(row, "providers"):
                name = text(provider, "name")
                if name and name not in (BUILT_IN if known is None else known):
                    yield Problem(
                        f"no extension provider of the mesh is called `{name}`{did_you_mean(name, known or ())}",
                        ("spec", field, n, "providers", m, "name"),
                        fix="add it to meshConfig.extensionProviders, or name one that is there",
                        severity="unverifiable" if known is None else "",
                    )

"""workload that may start before its sidecar

Why: Requests that the application sends while it starts fail until the proxy is ready.
Source: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
(holdApplicationUntilProxyStarts). A sidecar that Kubernetes itself starts first (native, the default since Istio
1.27) needs no flag; what a workload calls is read from its settings.
Settings:
    products: {istio: "1.26"}
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1", env: [{name: STOCK, value: "http://stock.depot.svc:8080"}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: stock, namespace: depot}
    spec: {selector: {app: stock}, ports: [{name: http, port: 8080}]}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata:
          labels: {app: web, sidecar.istio.io/inject: "true"}
          annotations: {proxy.istio.io/config: "holdApplicationUntilProxyStarts: true"}
        spec:
          containers:
            - {name: web, image: "web:1", env: [{name: STOCK, value: "http://stock.depot.svc:8080"}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: stock, namespace: depot}
    spec: {selector: {app: stock}, ports: [{name: http, port: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.called import calls
from generator.facts.cluster import Cluster
from generator.facts.mesh_config import holds_applications
from generator.facts.sidecars import injected, notes_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = kinds.WORKLOADS

_CONFIG, _NATIVE = "proxy.istio.io/config", "sidecar.istio.io/nativeSidecar"
_NATIVE_SINCE = (1, 27)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or not injected(cluster, template) or holds_applications(cluster):
        return
    notes = notes_of(template)
    native = str(notes.get(_NATIVE, cluster.version("istio")[:2] >= _NATIVE_SINCE)).lower() == "true"
    if native or "holdApplicationUntilProxyStarts" in str(notes.get(_CONFIG, "")):
        return
    call = next(calls(cluster, template), None)
    if call is not None:
        yield Problem(
            f"it calls `{call.service.id.name}` and may start before its sidecar (Istio {cluster.assumed('istio')})",
            (*template.path, "spec"),
            fix="set holdApplicationUntilProxyStarts: true in the annotation proxy.istio.io/config",
            related=(Place("what it calls", call.manifest, call.path),),
        )

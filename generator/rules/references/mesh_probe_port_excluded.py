"""HTTP probe that mutual TLS refuses

Why: The kubelet has no mesh certificate. Istio therefore turns HTTP and gRPC probes into requests to its agent; with
that switched off they reach the port itself, STRICT resets them and the pod never becomes ready or is restarted.
Source: https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/; exec and TCP probes pass, and so do
probes of ports that the sidecar does not take.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api, sidecar.istio.io/inject: "true"}
          annotations: {sidecar.istio.io/rewriteAppHTTPProbers: "false"}
        spec:
          containers:
            - name: api
              image: "api:1"
              ports: [{name: http, containerPort: 8080}]
              readinessProbe: {httpGet: {path: /ready, port: http}}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
Good (rewritten):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - name: api
              image: "api:1"
              readinessProbe: {httpGet: {path: /ready, port: 8080}}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
Good (port left out):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api, sidecar.istio.io/inject: "true"}
          annotations:
            sidecar.istio.io/rewriteAppHTTPProbers: "false"
            traffic.sidecar.istio.io/excludeInboundPorts: "8081"
        spec:
          containers:
            - name: api
              image: "api:1"
              readinessProbe: {httpGet: {path: /ready, port: 8081}}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get
from generator.facts.fields import entries, whole
from generator.facts.mutual_tls import STRICT, mode
from generator.facts.services import running
from generator.facts.sidecars import captured, injected, notes_of
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
_REWRITE = "sidecar.istio.io/rewriteAppHTTPProbers"
NEEDS = (_REWRITE,)
_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None or str(notes_of(template).get(_REWRITE, "")).lower() != "false":
        return
    if injected(cluster, template) is not True:
        return
    for path, port in _asked(template):
        server = mode(cluster, template, port) if captured(template, port) else None
        if server is not None and server.name == STRICT:
            switch = (*template.path, "metadata", "annotations", _REWRITE)
            yield Problem(
                f"port {port} takes mutual TLS only, and the kubelet that probes it has no certificate",
                path,
                fix=f"remove the annotation {_REWRITE}, or probe a port listed in "
                "traffic.sidecar.istio.io/excludeInboundPorts",
                related=(Place("probes are not rewritten", manifest, switch),),
            )


def _asked(template: PodTemplate) -> Iterator[tuple[Path, int]]:
    """Each HTTP or gRPC probe of a pod, with the number of the port it asks."""
    for path, container in running(template):
        for probe in _PROBES:
            for kind in ("httpGet", "grpc"):
                port = get(container, probe, kind, "port")
                number = _number(container, port) if port is not None else None
                if number is not None:
                    yield (*path, probe, kind), number


def _number(container: Mapping[str, object], port: object) -> int | None:
    if isinstance(port, int):
        return None if isinstance(port, bool) else port
    return next(
        (whole(row, "containerPort") for _, row in entries(container, "ports") if row.get("name") == port), None
    )

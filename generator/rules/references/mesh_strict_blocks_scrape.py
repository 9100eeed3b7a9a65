"""plain scrape of a port that takes mutual TLS only

Why: Prometheus scrapes pods by their address. The sidecar of a pod under STRICT resets a connection without a mesh
certificate: the target is down, and every alert on its metrics is silent.
Source: https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings; ports that the sidecar does not take
(excludeInboundPorts, its own 15020 and 15090) are open to plain scrapes.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop, labels: {app: api}}
    spec: {selector: {app: api}, ports: [{name: metrics, port: 9090}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, sidecar.istio.io/inject: "true"}}
        spec: {containers: [{name: api, image: "api:1", ports: [{name: metrics, containerPort: 9090}]}]}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: monitoring}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: monitoring}
    spec: {serviceMonitorSelector: {}}
Good (with the certificate of the mesh):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      endpoints:
        - port: metrics
          scheme: https
          tlsConfig:
            caFile: /etc/prom-certs/root-cert.pem
            certFile: /etc/prom-certs/cert-chain.pem
            keyFile: /etc/prom-certs/key.pem
            insecureSkipVerify: true
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop, labels: {app: api}}
    spec: {selector: {app: api}, ports: [{name: metrics, port: 9090}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, sidecar.istio.io/inject: "true"}}
        spec: {containers: [{name: api, image: "api:1", ports: [{name: metrics, containerPort: 9090}]}]}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
Good (port that the sidecar leaves out):
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      podMetricsEndpoints: [{port: metrics}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata:
          labels: {app: api, sidecar.istio.io/inject: "true"}
          annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "9090"}
        spec: {containers: [{name: api, image: "api:1", ports: [{name: metrics, containerPort: 9090}]}]}
    ---
    apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata: {name: default, namespace: shop}
    spec: {mtls: {mode: STRICT}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.mutual_tls import STRICT, Mode, mode
from generator.facts.outsiders import prometheus
from generator.facts.scraping import Endpoint, scrapes
from generator.facts.selecting import tls_by_class
from generator.facts.sidecars import captured, injected
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    client = prometheus(cluster)
    if tls_by_class(cluster, manifest) or (client is not None and client.in_mesh):
        return
    told: set[Path] = set()
    for endpoint, template, port in scrapes(manifest, cluster):
        if endpoint.path in told or endpoint.has_certificate or not captured(template, port):
            continue
        if injected(cluster, template) is True and (server := mode(cluster, template, port)).name == STRICT:
            told.add(endpoint.path)
            sure = client is not None and client.in_mesh is False
            yield _problem(endpoint, template, port, server, "" if sure else "warning")


def _problem(endpoint: Endpoint, template: PodTemplate, port: int, server: Mode, severity: str) -> Problem:
    who = f"{template.manifest.id.kind} `{template.manifest.id.name}`"
    unless = ", unless Prometheus is in the mesh" if severity else ""
    related = [Place("the pods", template.manifest, template.path)]
    if server.policy is not None:
        related.insert(0, Place("mutual TLS only", server.policy, ("spec",)))
    return Problem(
        f"port {port} of {who} takes mutual TLS only, and this scrape brings no certificate{unless}",
        endpoint.path,
        fix="scrape with scheme https and the mesh certificate (tlsConfig), or leave the port out with "
        "traffic.sidecar.istio.io/excludeInboundPorts",
        severity=severity,
        related=tuple(related),
    )

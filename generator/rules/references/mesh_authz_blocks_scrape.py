"""authorization that keeps Prometheus out

Why: With any ALLOW policy in force, what none of them admits is refused. Prometheus gets 403 on the metrics port, and
every alert on those metrics is silent.
Source: https://istio.io/latest/docs/concepts/security/#implicit-enablement; a scrape without mutual TLS has no
identity, so that no principal and no namespace fits it.
Settings:
    monitoring: {namespace: monitoring, prometheusServiceAccount: prometheus}
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: own, namespace: shop}
    spec:
      rules: [{from: [{source: {namespaces: [shop]}}]}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      endpoints:
        - port: metrics
          scheme: https
          tlsConfig: {certFile: /etc/prom-certs/cert-chain.pem, keyFile: /etc/prom-certs/key.pem}
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
        spec: {containers: [{name: api, image: "api:1"}]}
Bad (admitted on another path):
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: metrics, namespace: shop}
    spec:
      rules:
        - from: [{source: {namespaces: [monitoring]}}]
          to: [{operation: {methods: [GET], paths: [/stats]}}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      podMetricsEndpoints: [{portNumber: 9090, path: /metrics}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, sidecar.istio.io/inject: "true"}}
        spec: {containers: [{name: api, image: "api:1"}]}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: metrics, namespace: shop}
    spec:
      rules:
        - from: [{source: {principals: [cluster.local/ns/monitoring/sa/prometheus]}}]
          to: [{operation: {ports: ["9090"], methods: [GET], paths: [/metrics]}}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      endpoints:
        - port: metrics
          scheme: https
          tlsConfig: {certFile: /etc/prom-certs/cert-chain.pem, keyFile: /etc/prom-certs/key.pem}
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
        spec: {containers: [{name: api, image: "api:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.admission import Client, Request, refusing, trust_domain
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.mutual_tls import STRICT, mode
from generator.facts.outsiders import prometheus
from generator.facts.scraping import Endpoint, scrapes
from generator.facts.selecting import tls_by_class
from generator.facts.sidecars import captured, injected
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    by_class = tls_by_class(cluster, manifest)
    told: set[Path] = set()
    for endpoint, template, port in scrapes(manifest, cluster):
        if endpoint.path in told or injected(cluster, template) is not True or not captured(template, port):
            continue
        plain = not (endpoint.has_certificate or by_class)
        if plain and mode(cluster, template, port).name == STRICT:
            continue  # mesh-strict-blocks-scrape tells it
        found = _refused(cluster, endpoint, template, port, plain)
        if found is not None:
            told.add(endpoint.path)
            yield found


def _refused(cluster: Cluster, endpoint: Endpoint, template: PodTemplate, port: int, plain: bool) -> Problem | None:
    who = prometheus(cluster)
    if who is None:
        return None
    request = Request(port, "GET", endpoint.url_path)
    known = Client(who.namespace, who.account, trust_domain(cluster))
    policies = refusing(cluster, template, known, request)
    severity = ""
    if not policies and plain and not who.in_mesh:
        # A sidecar would give Prometheus an identity; whether it has one may not be known.
        policies = refusing(cluster, template, Client(who.namespace, anonymous=True), request)
        severity = "" if who.in_mesh is False else "warning"
    if not policies:
        return None
    pods = f"{template.manifest.id.kind} `{template.manifest.id.name}`"
    unnamed = ": a scrape without mutual TLS has no identity" if severity or (plain and not who.in_mesh) else ""
    account = f"{who.namespace}/{who.account}" if who.account else f"namespace {who.namespace}"
    return Problem(
        f"no policy lets Prometheus ({account}) GET {endpoint.url_path} on port {port} of {pods}{unnamed}",
        endpoint.path,
        fix="admit it in an AuthorizationPolicy by its principal, and scrape with the mesh certificate",
        severity=severity,
        related=(Place("a policy in force", policies[0], ("spec",)), Place("the pods", template.manifest)),
    )

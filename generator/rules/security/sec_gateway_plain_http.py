"""public gateway that serves plain HTTP

Why: Passwords and tokens travel readable. A server on port 80 should only send people to HTTPS.
Source: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
Settings:
    stage: production
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingress}
      servers: [{port: {name: http, number: 80, protocol: HTTP}, hosts: ["*"]}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingress}
      servers: [{port: {name: http, number: 80, protocol: HTTP}, hosts: ["*"], tls: {httpsRedirect: true}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import servers
from generator.facts.virtual_services import stage
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if stage(cluster) != "production":
        return
    for server in servers(manifest):
        if server.protocol in ("HTTP", "HTTP2", "GRPC") and server.tls.get("httpsRedirect") is not True:
            fix = "set tls.httpsRedirect: true, and serve HTTPS beside it"
            yield Problem("the gateway serves requests in plain text", server.path, fix=fix)

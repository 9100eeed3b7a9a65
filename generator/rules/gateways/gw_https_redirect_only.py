"""plain HTTP beside HTTPS without a redirect

Why: Users who type the bare host stay on plain HTTP.
Source: https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: api}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}, tls: {httpsRedirect: true}}
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: api}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import servers_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.GATEWAY,)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    secure = {host for server in servers_of(cluster, manifest) if server.protocol == "HTTPS" for host in server.hosts}
    for server in servers_of(cluster, manifest):
        if server.protocol == "HTTP" and server.tls.get("httpsRedirect") is not True and secure & set(server.hosts):
            host = sorted(secure & set(server.hosts))[0][1]
            yield Problem(
                f"`{host}` has HTTPS too and is not redirected to it", server.path, fix="add tls.httpsRedirect: true"
            )

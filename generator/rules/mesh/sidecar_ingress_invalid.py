"""ingress listener that Istio refuses

Why: istiod refuses two listeners of one port, ports and addresses that do not exist, endpoints on other machines and
TLS settings that only gateways have.
Source: istio pkg/config/validation/validation.go, ValidateSidecar.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: shop}
    spec:
      ingress:
        - port: {name: http, number: 9080, protocol: HTTP}
          defaultEndpoint: 10.0.0.1:80
Bad (one port twice):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: shop}
    spec:
      ingress:
        - {port: {name: http, number: 9080, protocol: HTTP}, defaultEndpoint: "127.0.0.1:80"}
        - {port: {name: http-b, number: 9080, protocol: HTTP}, defaultEndpoint: "127.0.0.1:81"}
Bad (addresses that do not exist):
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: shop}
    spec:
      ingress:
        - port: {name: http, number: 0, protocol: HTTP}
          bind: localhost
          defaultEndpoint: unix://run/api.sock
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: api, namespace: shop}
    spec:
      ingress:
        - {port: {name: http, number: 9080, protocol: HTTP}, defaultEndpoint: "127.0.0.1:80"}
        - {port: {name: grpc, number: 9081, protocol: GRPC}, defaultEndpoint: "unix:///run/api.sock"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import doubled, entries, text, whole
from generator.facts.istio_listeners import SOCKET, listener_faults, socket_fault
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SIDECAR,)
NEEDS = ("ingress",)

_LOCAL = ("", "127.0.0.1", "0.0.0.0", "[::1]", "[::]")
_GATEWAY_ONLY = ("subjectAltNames", "httpsRedirect", "credentialName", "credentialNames")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    listeners = list(entries(manifest.body, "spec", "ingress"))
    numbers = ((n, str(whole(row, "port", "number") or "")) for n, row in listeners)
    for n, _, number in doubled(numbers):
        here = ("spec", "ingress", n, "port", "number")
        yield Problem(f"port {number} has a listener already", here, fix="use another port")
    for n, row in listeners:
        path = ("spec", "ingress", n)
        for where, message, fix in listener_faults(row, outbound=False):
            yield Problem(message, (*path, *where), fix=fix)
        endpoint = text(row, "defaultEndpoint")
        if endpoint.startswith(SOCKET) and (wrong := socket_fault(endpoint)):
            yield Problem(f"`{endpoint}`: {wrong}", (*path, "defaultEndpoint"), fix="write unix:///PATH")
        if endpoint and not endpoint.startswith(SOCKET):
            host, _, port = endpoint.rpartition(":")
            if host not in _LOCAL or not port.isdigit() or not 1 <= int(port) <= 65535:
                yield Problem(
                    f"`{endpoint}` is no endpoint of this pod",
                    (*path, "defaultEndpoint"),
                    fix="write 127.0.0.1:PORT, 0.0.0.0:PORT or unix:///PATH",
                )
        tls = mapping(row, "tls")
        for field in _GATEWAY_ONLY:
            if tls.get(field):
                yield Problem(f"tls.{field} is for gateways only", (*path, "tls", field), fix="remove it", at_key=True)
        if tls.get("mode") in ("ISTIO_MUTUAL", "AUTO_PASSTHROUGH"):
            yield Problem(
                f"mode {tls['mode']} is for gateways only", (*path, "tls", "mode"), fix="write SIMPLE or MUTUAL"
            )

"""server port that Istio refuses

Why: istiod refuses servers whose port has no name of its own, an unknown protocol or a targetPort.
Source: istio pkg/config/validation/validation.go, validateServerPort and validateServerBind. Numbers that are no port
are told by port-range.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: WEB}}]
Bad (one name twice):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}
        - {hosts: [api.example.com], port: {name: http, number: 8080, protocol: HTTP}}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}
        - {hosts: [db.example.com], port: {name: mongo, number: 27017, protocol: MONGO}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.addresses import is_ip
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text, whole
from generator.facts.istio_protocol import PROTOCOLS
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    names = ((n, text(row, "port", "name")) for n, row in entries(manifest.body, "spec", "servers"))
    for n, first, name in doubled(names):
        yield Problem(
            f"port name `{name}` stands twice",
            ("spec", "servers", n, "port", "name"),
            fix="give each port a name of its own",
            related=(Place("the first one", manifest, ("spec", "servers", first, "port", "name")),),
        )
    for n, row in entries(manifest.body, "spec", "servers"):
        here = ("spec", "servers", n, "port")
        protocol = text(row, "port", "protocol")
        if text(row, "port", "name") == "":
            yield Problem("the port has no name", here, fix="add name")
        if protocol and protocol.lower() not in PROTOCOLS:
            hint = did_you_mean(protocol, (known.upper() for known in PROTOCOLS))
            yield Problem(
                f"protocol `{protocol}` is unknown{hint}", (*here, "protocol"), fix="name a protocol of Istio's"
            )
        if whole(row, "port", "targetPort"):
            yield Problem("targetPort has no effect on a gateway", (*here, "targetPort"), fix="remove it", at_key=True)
        bind = text(row, "bind")
        if bind and not bind.startswith("unix://") and not is_ip(bind):
            fix = "write an address such as 0.0.0.0, or unix:///PATH"
            yield Problem(f"`{bind}` is no IP address to listen on", ("spec", "servers", n, "bind"), fix=fix)

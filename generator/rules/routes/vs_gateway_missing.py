"""gateway that does not exist

Why: The VirtualService is then bound to nothing, and its hosts answer 404 at the edge. istiod refuses references that
are no names.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0101/; istio pkg/config/validation/validation.go,
validateGatewayNames.
Settings:
    closedNamespaces: [edge]
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/publik]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: ["*.example.com"], port: {name: http, number: 80, protocol: HTTP}}]
Bad (a dot for the own namespace):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: edge}
    spec:
      hosts: [api.example.com]
      gateways: [./public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public, mesh]
      http:
        - match: [{gateways: [edge/public]}]
          route: [{destination: {host: api.shop.svc.cluster.local}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: ["*.example.com"], port: {name: http, number: 80, protocol: HTTP}}]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.facts.istio_gateways import MESH, find, reference
from generator.facts.istio_names import host_fault, name_fault
from generator.facts.suggest import slip
from generator.facts.virtual_services import PROTOCOLS
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("gateways",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, written in _named(manifest):
        name = reference(written, manifest.id.namespace)
        if wrong := _fault(written):
            own = name if written.startswith("./") else "namespace/name"
            yield Problem(f"gateway `{written}` is refused: {wrong}", path, fix=f"write {own}")
            continue
        if name == MESH or find(cluster, name) is not None:
            continue
        home, _, own = name.partition("/")
        close = slip(name, (f"{g.id.namespace}/{g.id.name}" for g in cluster.all(kinds.GATEWAY)))
        severity = "error" if close else cluster.absence(kinds.GATEWAY, home, own)
        if severity:
            yield Problem(
                f"there is no Gateway `{own}` in namespace {home}" + (f", did you mean `{close}`?" if close else ""),
                path,
                fix=f"write {close}" if close else "name an existing Gateway as namespace/name",
                severity=severity,
            )


@lru_cache(maxsize=1024)
def _fault(written: str) -> str:
    """Why istiod refuses a reference; names without a slash may have dots, from the time before namespaces."""
    space, slash, name = written.partition("/")
    if not slash:
        return host_fault(written) if "*" not in written else "it is a wildcard"
    wrong = "is no namespace, name it" if space == "." else name_fault(space)
    return f"`{space}` {wrong}" if wrong else f"`{name}` {name_fault(name)}" if name_fault(name) else ""


def _named(manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """Every gateway a VirtualService names; one that only a match names is told there."""
    seen = set()
    for n, name in enumerate(rows(manifest.body, "spec", "gateways")):
        if isinstance(name, str) and name:
            seen.add(name)
            yield ("spec", "gateways", n), name
    for protocol in PROTOCOLS:
        for n, row in entries(manifest.body, "spec", protocol):
            for m, match in entries(row, "match"):
                for k, name in enumerate(rows(match, "gateways") if "gateways" in match else ()):
                    if isinstance(name, str) and name and name not in seen:
                        seen.add(name)
                        yield ("spec", protocol, n, "match", m, "gateways", k), name

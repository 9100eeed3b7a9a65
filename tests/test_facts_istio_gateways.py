"""Gateways: references, servers, pods."""

from __future__ import annotations

import pytest

from generator.facts.istio_gateways import binders, bound, by_port, find, homes, pods, reference, servers, share_pods
from tests.rule_examples import cluster

SEEN = cluster("""
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec:
  selector: {istio: gateway}
  servers:
    - {hosts: ["./a.io", "*/b.io", "shop/*.c.io", d.io], port: {name: http, number: 80, protocol: http}}
    - {hosts: [t.io], port: {name: tls, number: 443, protocol: TLS}, tls: {}}
    - {hosts: [p.io], port: {name: p, number: 444, protocol: TLS}, tls: {mode: PASSTHROUGH}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: other, namespace: edge}
spec: {selector: {app: gw, istio: gateway}, servers: [{hosts: [x.io], port: {name: http, number: 80, protocol: HTTP}}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: apart, namespace: edge}
spec: {selector: {istio: apart}, servers: []}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: gw, namespace: ingress}
spec:
  selector: {matchLabels: {app: gw}}
  template: {metadata: {labels: {app: gw, istio: gateway}}, spec: {containers: [{name: p, image: auto}]}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: api, namespace: edge}
spec: {hosts: [a.io], gateways: [public, edge/public, mesh]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: delegate, namespace: edge}
spec: {}
""")
PUBLIC, OTHER, APART = SEEN.manifests[:3]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mesh", "mesh"),
        ("public", "shop/public"),
        ("edge/public", "edge/public"),
        ("./public", "shop/public"),
        ("public.edge.svc.cluster.local", "edge/public"),
    ],
)
def test_every_form_of_a_reference_is_read(written: str, expected: str) -> None:
    assert reference(written, "shop") == expected


def test_a_virtual_service_without_gateways_is_for_the_mesh() -> None:
    assert bound(SEEN.manifests[5]) == ("mesh",)
    assert [m.id.name for m in binders(SEEN, "edge/public")] == ["api"]
    assert [m.id.name for m in binders(SEEN, "mesh")] == ["api"]
    assert find(SEEN, "edge/public") is PUBLIC and find(SEEN, "shop/public") is None


def test_a_server_takes_routes_of_the_namespaces_it_names() -> None:
    http, tls, passed = servers(PUBLIC)
    assert http.hosts == (("edge", "a.io"), ("*", "b.io"), ("shop", "*.c.io"), ("*", "d.io"))
    assert [http.accepts(*pair) for pair in (("a.io", "edge"), ("a.io", "shop"), ("x.c.io", "shop"))] == [
        True, False, True,
    ]  # fmt: skip
    assert (http.protocol, http.mode, http.opaque) == ("HTTP", "", False)
    assert (tls.mode, tls.opaque) == ("", False)
    assert (passed.mode, passed.opaque) == ("PASSTHROUGH", True)


def test_a_selector_picks_pods_of_any_namespace() -> None:
    assert [t.namespace for t in pods(SEEN, PUBLIC)] == ["ingress"]
    assert homes(SEEN, PUBLIC) == ("ingress",)
    assert homes(SEEN, APART) == ("edge",)
    assert share_pods(SEEN, PUBLIC, OTHER)
    assert not share_pods(SEEN, PUBLIC, APART)
    assert [s.gateway.id.name for s in by_port(SEEN)[80]] == ["public", "other"]

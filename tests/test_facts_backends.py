"""Which Services Ingresses and routes name, and whether they are there."""

from __future__ import annotations

from generator.facts.backends import backends, kind_of, resolves
from tests.rule_examples import cluster

OBJECTS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: admin}}}}]}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: api, namespace: edge}
spec:
  rules:
    - backendRefs: [{name: web, namespace: shop, port: 80}, {kind: Bucket, group: example.com, name: a}, {name: b}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{name: http, port: 80}]}
"""


def test_every_service_named_is_found_with_its_port() -> None:
    here = cluster(OBJECTS)
    assert [(kind_of(b), b.namespace, b.service, b.port, b.path[-2]) for b in backends(here)] == [
        ("Ingress", "shop", "web", 80, "service"),
        ("Ingress", "shop", "web", "admin", "service"),
        ("HTTPRoute", "shop", "web", 80, 0),
        ("HTTPRoute", "edge", "b", None, 2),
    ]
    assert [resolves(here, b) for b in backends(here)] == [True, False, True, False]

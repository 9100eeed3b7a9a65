"""The protocol of a Service's port."""

from __future__ import annotations

import pytest

from generator.facts.istio_protocol import SNIFFED, by_name, host_ports, protocol_of
from generator.facts.services import ServicePort
from tests.rule_examples import cluster


@pytest.mark.parametrize(
    ("name", "app", "number", "protocol", "expected"),
    [
        ("http", "", 80, "TCP", "http"),
        ("HTTP-web", "", 80, "TCP", "http"),
        ("http2-web", "", 80, "TCP", "http2"),
        ("grpc-web-api", "", 80, "TCP", "grpc-web"),
        ("grpc-api", "", 80, "TCP", "grpc"),
        ("api", "", 80, "TCP", SNIFFED),
        ("", "", 80, "TCP", SNIFFED),
        ("httpapi", "", 80, "TCP", SNIFFED),
        ("db", "", 3306, "TCP", "tcp"),
        ("http", "", 53, "UDP", "udp"),
        ("tcp-web", "http", 80, "TCP", "http"),
        ("http", "kubernetes.io/h2c", 80, "TCP", "http2"),
        ("http", "kubernetes.io/wss", 443, "TCP", "https"),
        ("http", "example.com/own", 80, "TCP", SNIFFED),
    ],
)
def test_app_protocol_goes_before_the_name(name: str, app: str, number: int, protocol: str, expected: str) -> None:
    assert protocol_of(ServicePort(0, name, number, number, protocol, app)) == expected


def test_a_name_declares_what_stands_before_its_first_hyphen() -> None:
    assert [by_name(name) for name in ("tls-a", "redis", "mysql-b", "metrics", "-http")] == [
        "tls", "redis", "mysql", SNIFFED, SNIFFED,
    ]  # fmt: skip


def test_a_service_entry_has_ports_too() -> None:
    seen = cluster("""
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: api, namespace: shop}
spec:
  hosts: [api.example.com]
  ports: [{name: a, number: 80, protocol: HTTP, targetPort: 443}, {name: b, number: 9, protocol: WEB}, {name: c}]
""")
    found = [(port.number, port.protocol, port.target) for port in host_ports(seen.manifests[0])]
    assert found == [(80, "http", 443), (9, SNIFFED, 9)]

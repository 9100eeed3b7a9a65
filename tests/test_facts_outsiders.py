"""Prometheus and KEDA as clients of pods, ports that a sidecar leaves out, and hosts that texts name."""

from __future__ import annotations

import pytest

from generator.facts.cluster_hosts import addresses
from generator.facts.outsiders import Outsider, keda, prometheus
from generator.facts.sidecars import captured
from tests.rule_examples import cluster

PROMETHEUS = """
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {{name: main, namespace: watch}}
spec: {{serviceAccountName: prom, podMetadata: {{labels: {{{label}}}}}}}
---
apiVersion: v1
kind: Namespace
metadata: {{name: watch, labels: {{{namespace}}}}}
"""


@pytest.mark.parametrize(
    ("label", "namespace", "in_mesh"),
    [
        ("", "", False),
        ("", "istio-injection: enabled", True),
        ('sidecar.istio.io/inject: "true"', "", True),
        ('sidecar.istio.io/inject: "false"', "istio-injection: enabled", False),
    ],
)
def test_prometheus_is_the_object_that_is_here(label: str, namespace: str, in_mesh: bool) -> None:
    seen = cluster(PROMETHEUS.format(label=label, namespace=namespace))
    assert prometheus(seen) == Outsider("watch", "prom", in_mesh)


def test_prometheus_is_who_the_settings_name() -> None:
    seen = cluster(POD, "monitoring: {namespace: monitoring, prometheusServiceAccount: scraper}")
    assert prometheus(seen) == Outsider("monitoring", "scraper", None)
    assert prometheus(cluster(POD)) is None


def test_keda_runs_in_its_own_namespace() -> None:
    assert keda(cluster(POD)) == Outsider("keda", "keda-operator", None)
    assert keda(cluster("apiVersion: v1\nkind: Namespace\nmetadata: {name: keda}\n")).in_mesh is False


POD = """
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "9090, 9091"}
spec: {containers: [{name: web, image: "web:1"}]}
"""


@pytest.mark.parametrize(("port", "taken"), [(8080, True), (9090, False), (9091, False), (15020, False)])
def test_a_sidecar_leaves_out_what_it_is_told_to_and_its_own_ports(port: int, taken: bool) -> None:
    assert captured(cluster(POD).templates[0], port) is taken


@pytest.mark.parametrize(("listed", "taken"), [("*", True), ("8080", True), ("9090", False), ("", False)])
def test_a_sidecar_takes_only_the_ports_that_are_included(listed: str, taken: bool) -> None:
    text = POD.replace('excludeInboundPorts: "9090, 9091"', f'includeInboundPorts: "{listed}"')
    assert captured(cluster(text).templates[0], 8080) is taken


SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: rabbit, namespace: shop}
spec: {selector: {app: rabbit}, ports: [{name: amqp, port: 5672}, {name: http, port: 80}]}
"""


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("amqp://user:word@rabbit.shop.svc.cluster.local:5672/vhost", 5672),
        ("http://rabbit.shop/api", 80),
        ("rabbit.shop.svc:5672", 5672),
        ("rabbit.shop.svc:1", None),
        ("rabbit.shop.svc", None),
    ],
)
def test_a_text_names_a_service_and_its_port(text: str, port: int | None) -> None:
    (found,) = addresses(cluster(SERVICE), text)
    assert (found.port.port if found.port else None) == port


@pytest.mark.parametrize("text", ["rabbit", "rabbit.shop.example.com", "my.rabbit.shop", "rabbit.other:5672", ""])
def test_other_hosts_are_no_services_here(text: str) -> None:
    assert list(addresses(cluster(SERVICE), text)) == []

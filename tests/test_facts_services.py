"""From a Service's port to the container port behind it."""

from __future__ import annotations

import pytest

from generator.facts.services import container_ports, landing, pod_port, ports, services_of
from tests.rule_examples import cluster

POD = """\
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  initContainers:
    - {name: migrate, image: "m:1", ports: [{name: early, containerPort: 1}]}
    - {name: proxy, image: "p:1", restartPolicy: Always, ports: [{name: proxy, containerPort: 15000}]}
  containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]}]
"""  # noqa: E501
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [%s]}
"""


def test_ports_of_containers_that_end_do_not_count_those_of_sidecars_do() -> None:
    (template,) = cluster(POD).templates
    assert [port.name for port in container_ports(template)] == ["proxy", "http", "dns"]


@pytest.mark.parametrize(
    ("port", "number", "declared"),
    [
        ("{port: 80, targetPort: http}", 8080, True),
        ("{port: 80, targetPort: 8080}", 8080, True),
        ("{port: 8080}", 8080, True),
        ("{port: 80}", 80, False),
        ("{port: 80, targetPort: proxy}", 15000, True),
        ("{port: 80, targetPort: early}", None, False),
        ("{port: 53, targetPort: dns}", None, False),
        ("{port: 53, targetPort: dns, protocol: UDP}", 53, True),
    ],
)
def test_a_port_lands_where_name_or_number_and_protocol_agree(port: str, number: int | None, declared: bool) -> None:
    seen = cluster(SERVICE % port + POD)
    (service,) = seen.all("Service")
    (known,) = ports(service)
    (template,) = seen.behind(service)
    assert pod_port(template, known) == number
    assert (landing(template, known) is not None) is declared


def test_a_pod_knows_the_services_of_its_own_namespace() -> None:
    text = SERVICE % "{port: 80}"
    elsewhere = text.replace("namespace: shop", "namespace: other")
    seen = cluster(f"{text}---\n{elsewhere}{POD}")
    assert [str(service.id) for service in services_of(seen, seen.templates[0])] == ["Service shop/web"]

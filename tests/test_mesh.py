"""What services, domains and gateways are to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator import mesh
from generator.mesh.callers import Callers, listed, of_flow, of_service
from generator.model import App, Origin, Scene, Target, UserError


def app(name: str, namespace: str = "shop", scope: str = "service", domain: str = "shop", **values: Any) -> App:
    origin = Origin(f"values/{scope}s/{name}.yaml", 1, 1)
    return App(name, domain, Target("production", "https://cluster.test", namespace), values, origin, scope)


def scene(*apps: App, **settings: Any) -> Scene:
    services = tuple(a for a in apps if a.scope == "service")
    return Scene("production", settings, services, tuple(a for a in apps if a.scope == "domain"))


def domain(name: str, **values: Any) -> App:
    return app(name, "", "domain", name, **values)


def refused(call: Any) -> str:
    with pytest.raises(UserError) as caught:
        call()
    return caught.value.message


def test_a_port_is_a_number_or_a_mapping_with_the_containers_own() -> None:
    web = app(
        "web", ports={"http": 8080, "grpc": {"port": 80, "containerPort": 9000, "appProtocol": "kubernetes.io/h2c"}}
    )
    assert mesh.ports(web) == (
        mesh.Port("http", 8080, 8080),
        mesh.Port("grpc", 80, 9000, "TCP", "kubernetes.io/h2c"),
    )


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        (mesh.Port("http", 1, 1), True),
        (mesh.Port("metrics", 1, 1), True),
        (mesh.Port("redis", 1, 1), False),
        (mesh.Port("tcp-main", 1, 1), False),
        (mesh.Port("tcp-main", 1, 1, app_protocol="http"), True),
        (mesh.Port("http", 1, 1, app_protocol="tcp"), False),
        (mesh.Port("dns", 1, 1, "UDP"), False),
    ],
)
def test_app_protocol_and_then_the_names_prefix_say_whether_a_port_speaks_http(port: mesh.Port, expected: bool) -> None:
    assert port.http is expected


def test_requests_go_to_http_or_else_the_first_http_port_that_is_not_for_metrics() -> None:
    both = mesh.default_port(app("a", ports={"grpc": 1, "http": 2}))
    assert both is not None and both.name == "http"
    other = mesh.default_port(app("a", ports={"redis": 1, "metrics": 2, "web": 3}))
    assert other is not None and other.name == "web"
    assert mesh.default_port(app("a", ports={"metrics": 2})) is None


def test_a_port_is_found_by_name_or_by_the_services_number() -> None:
    web = app("web", ports={"http": {"port": 80, "containerPort": 8080}})
    assert mesh.find_port(web, 80, web, "traffic.port").target == 8080
    assert mesh.find_port(web, "http", web, "traffic.port").target == 8080
    assert "no port is called '8080'" in refused(lambda: mesh.find_port(web, 8080, web, "traffic.port"))


@pytest.mark.parametrize(
    ("monitoring", "expected"),
    [
        ({}, (9090, "/metrics")),
        ({"port": "http", "path": "/stats"}, (8080, "/stats")),
        ({"enabled": False}, None),
        ({"port": "gone"}, None),
    ],
)
def test_prometheus_reads_the_port_and_path_that_monitoring_names(
    monitoring: Mapping[str, Any], expected: tuple[int, str] | None
) -> None:
    found = mesh.scrape(app("web", ports={"http": 8080, "metrics": 9090}, monitoring=monitoring))
    assert (found and (found[0].target, found[1])) == expected


def test_the_ports_of_requests_leave_out_metrics_unless_there_is_nothing_else() -> None:
    assert [p.name for p in mesh.request_ports(app("a", ports={"http": 1, "metrics": 2}))] == ["http"]
    assert [p.name for p in mesh.request_ports(app("a", ports={"metrics": 2}))] == ["metrics"]


def test_health_paths_come_from_the_probes_and_leave_out_the_root() -> None:
    health = {"liveness": "/live", "readiness": {"path": "/ready"}, "startup": "/", "port": "http"}
    assert mesh.health_paths(app("a", health=health)) == ("/live", "/ready")
    assert mesh.health_paths(app("a")) == ()


def test_the_gateway_of_ones_own_domain_comes_before_one_elsewhere() -> None:
    world = scene(
        domain("edge", gateways={"public": {"namespace": "edge"}}),
        domain("shop", gateways={"public": {"namespace": "shop-edge"}}),
        mesh={"gatewayNamespace": "gateways"},
    )
    asker = app("web")
    assert mesh.find_gateway(world, "public", "shop", asker, "k").reference == "shop-edge/public"
    assert mesh.find_gateway(world, "public", "edge", asker, "k").reference == "edge/public"
    assert refused(lambda: mesh.find_gateway(world, "public", "library", asker, "k")) == (
        "web: k: gateway 'public' is declared by edge and shop"
    )
    plain = scene(domain("edge", gateways={"public": {}}), mesh={"gatewayNamespace": "gateways"})
    assert mesh.find_gateway(plain, "public", "shop", asker, "k").reference == "gateways/public"


def test_a_service_is_public_by_its_own_host_or_by_a_path_of_a_domain() -> None:
    edge = domain(
        "edge",
        gateways={"public": {}, "partners": {}},
        routes={
            "all.test": {
                "gateway": "partners",
                "paths": [{"service": "cart"}, {"service": "router", "namespace": "b"}],
            },
        },
    )
    own = app("web", traffic={"hosts": ["web.test"], "gateway": "public"})
    taken = app("taken", traffic={"hosts": ["all.test"], "gateway": "public"})
    apps = (own, taken, app("cart"), app("router", "a"), app("router", "b"), app("inner", traffic={}))
    world = scene(edge, *apps)
    found = {f"{a.target.namespace}/{a.name}": [g.name for g in mesh.gateways_of(a, world)] for a in apps}
    assert found == {
        "shop/web": ["public"],
        "shop/taken": [],
        "shop/cart": ["partners"],
        "a/router": [],
        "b/router": ["partners"],
        "shop/inner": [],
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"namespaces": {"shop": {}}}, "STRICT"),
        ({"namespaces": {"shop": {}}, "mtls": {"mode": "PERMISSIVE"}}, "PERMISSIVE"),
        ({"namespaces": {"shop": {"mesh": False}}, "mtls": {"mode": "STRICT"}}, "DISABLE"),
    ],
)
def test_a_services_mtls_is_its_domains_and_none_outside_the_mesh(values: dict[str, Any], expected: str) -> None:
    assert mesh.server_mtls(app("web"), scene(domain("shop", **values))) == expected


def test_callers_are_namespaces_accounts_and_gateways() -> None:
    web = app(
        "web",
        access={
            "from": [{"namespace": "tools"}, {"domain": "library"}, {"service": "books"}, {"gateway": "public"}],
            "rules": [{"name": "ops", "from": [{"namespace": "ops", "serviceAccounts": ["backup"]}]}],
        },
    )
    world = scene(
        web,
        app("books", "library", domain="library", serviceAccount={"name": "reader"}),
        domain("library", namespaces={"library": {}, "library-tools": {"mesh": False}}),
        domain("edge", gateways={"public": {}}),
    )
    found = of_service(web, world)
    assert found.whole == {"tools", "library"}
    assert found.accounts == {("library", "reader"), ("ops", "backup")}
    assert [g.name for g in found.gateways] == ["public"]
    assert found.namespaces == {"tools", "library", "ops"}


def test_a_flow_joins_its_domain_namespaces_and_services() -> None:
    shop = domain("shop")
    world = scene(shop, app("books", "library", domain="library"), app("job", "jobs", domain="jobs"))
    flow = {"name": "x", "domain": "library", "namespaces": ["keda"], "services": ["job"]}
    assert of_flow(shop, world, flow) == Callers(frozenset({"library", "keda"}), frozenset({("jobs", "job")}))


@pytest.mark.parametrize("row", [{}, {"namespace": "a", "domain": "b"}, {"domain": "b", "serviceAccounts": ["c"]}])
def test_an_entry_names_exactly_one_caller(row: dict[str, Any]) -> None:
    assert "access.from[0]: has to name one caller" in refused(
        lambda: listed(app("web"), scene(), [row], "access.from")
    )

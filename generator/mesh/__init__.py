"""What services, domains and gateways are to each other in the mesh: ports, namespaces, gateways, callers."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.hosts import environment_host
from generator.model import App, Scene, UserError

NAMESPACE_LABEL = "kubernetes.io/metadata.name"
"""The label Kubernetes puts on every namespace with its own name."""

_PLAIN_TCP = ("tcp", "udp", "mongo", "redis", "mysql", "tls")


@dataclass(frozen=True, slots=True)
class Port:
    """One port of a service: `number` is the Service's, `target` the one the workload listens on."""

    name: str
    number: int
    target: int
    protocol: str = "TCP"
    app_protocol: str = ""

    @property
    def http(self) -> bool:
        """Whether Istio reads HTTP on it (or may); its name's prefix decides where appProtocol is silent."""
        word = self.app_protocol.rpartition("/")[2] or self.name.split("-")[0]
        return self.protocol == "TCP" and word not in _PLAIN_TCP


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway some domain declares; `namespace` is where its Gateway object and its proxy live."""

    name: str
    owner: App
    namespace: str
    spec: Mapping[str, Any]

    @property
    def reference(self) -> str:
        """How a VirtualService names it."""
        return f"{self.namespace}/{self.name}"


def error(app: App, key: str, message: str, rule: str, fix: str = "") -> UserError:
    """An error at `key`, the dotted path in the app's values, placed at the app's main file."""
    return UserError(f"{app.name}: {key}: {message}", app.origin, rule=rule, fix=fix)


def unknown(app: App, key: str, what: str, name: str, known: Iterable[str]) -> UserError:
    """An error for a name that nothing bears, with the nearest name that something does."""
    names = sorted(set(known))
    near = difflib.get_close_matches(name, names, n=1)
    have = ", ".join(names) if names else "none"
    fix = f"did you mean {near[0]!r}?" if near else f"known {what}s: {have}"
    return error(app, key, f"no {what} is called {name!r}; {fix}", f"values-unknown-{what.replace(' ', '-')}", fix)


def fqdn(service: App) -> str:
    """The one name by which Istio objects call a service."""
    return f"{service.name}.{service.target.namespace}.svc.cluster.local"


def ports(service: App) -> tuple[Port, ...]:
    """A service's ports in the order written."""
    found = []
    for name, value in (service.values.get("ports") or {}).items():
        spec: Mapping[str, Any] = value if isinstance(value, Mapping) else {"port": value}
        number = spec["port"]
        target = spec.get("containerPort", number)
        found.append(Port(name, number, target, spec.get("protocol", "TCP"), spec.get("appProtocol", "")))
    return tuple(found)


def scrape(service: App) -> tuple[Port, str] | None:
    """The port and path Prometheus reads, or None where it reads nothing."""
    wanted = service.values.get("monitoring") or {}
    name = wanted.get("port", "metrics")
    port = next((p for p in ports(service) if p.name == name), None)
    if port is None or wanted.get("enabled") is False:
        return None
    return port, wanted.get("path", "/metrics")


def default_port(service: App) -> Port | None:
    """The port requests go to where nobody names one: http, else the first HTTP port that is not for metrics."""
    found = [p for p in ports(service) if p.http and p.name != "metrics"]
    return next((p for p in found if p.name == "http"), found[0] if found else None)


def find_port(service: App, wanted: str | int | None, asker: App, key: str) -> Port:
    """The port called `wanted` (or with that Service number), the default one for None."""
    if wanted is None:
        port = default_port(service)
        if port is None:
            fix = "name one under ports, such as http: 8080"
            raise error(asker, key, f"{service.name} has no port that speaks HTTP", "values-no-http-port", fix)
        return port
    for port in ports(service):
        if wanted in (port.name, port.number):
            return port
    raise unknown(asker, key, "port", str(wanted), (p.name for p in ports(service)))


def setting(scene: Scene, key: str, default: str) -> str:
    """One fact about the environment's mesh."""
    value = (scene.settings.get("mesh") or {}).get(key)
    return str(value) if value else default


def trust_domain(scene: Scene) -> str:
    return setting(scene, "trustDomain", "cluster.local")


def monitoring_namespace(scene: Scene) -> str:
    value = (scene.settings.get("monitoring") or {}).get("namespace")
    return str(value) if value else "monitoring"


def dns(scene: Scene) -> Mapping[str, Any]:
    """How host names differ in this environment."""
    found: Mapping[str, Any] = scene.settings.get("dns") or {}
    return found


def namespaces(domain: App) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The namespaces a domain declares, with their settings, in the order written."""
    return tuple((name, spec or {}) for name, spec in (domain.values.get("namespaces") or {}).items())


def mesh_namespaces(domain: App) -> tuple[str, ...]:
    """The namespaces of a domain that are in the mesh."""
    return tuple(name for name, spec in namespaces(domain) if spec.get("mesh", True))


def find_domain(scene: Scene, name: str) -> App | None:
    return next((d for d in scene.domains if d.name == name), None)


def domain_namespaces(scene: Scene, name: str, asker: App, key: str) -> tuple[str, ...]:
    """Every namespace of a domain, sorted: those it declares, else those its services live in."""
    domain = find_domain(scene, name)
    found = {ns for ns, _ in namespaces(domain)} if domain else set()
    found = found or {s.target.namespace for s in scene.services if s.domain == name}
    if not found:
        known = {d.name for d in scene.domains} | {s.domain for s in scene.services}
        raise unknown(asker, key, "domain", name, known)
    return tuple(sorted(found))


def find_services(scene: Scene, name: str, asker: App, key: str) -> tuple[App, ...]:
    """Every instance of a service, its own namespace's first where the asker has one."""
    found = [s for s in scene.services if s.name == name]
    if not found:
        raise unknown(asker, key, "service", name, (s.name for s in scene.services))
    return tuple(sorted(found, key=lambda s: (s.target.namespace != asker.target.namespace, s.target.namespace)))


def find_service(scene: Scene, name: str, namespace: str | None, asker: App, key: str) -> App:
    """The one service of that name (in that namespace, where one is given)."""
    found = find_services(scene, name, asker, key)
    if namespace is None and (len(found) == 1 or found[0].target.namespace == asker.target.namespace):
        return found[0]
    for service in found:
        if service.target.namespace == namespace:
            return service
    where = [s.target.namespace for s in found]
    if namespace is None:
        fix = f"say namespace: {where[0]}"
        raise error(asker, key, f"{name} runs in {' and '.join(where)}", "values-ambiguous-service", fix)
    raise unknown(asker, key, "namespace", namespace, where)


def find_gateway(scene: Scene, name: str, domain: str, asker: App, key: str) -> Gateway:
    """The gateway of that name: the domain's own, else the only one among all domains."""
    found = [d for d in scene.domains if name in (d.values.get("gateways") or {})]
    own = [d for d in found if d.name == domain]
    if not own and len(found) > 1:
        owners = " and ".join(d.name for d in found)
        raise error(asker, key, f"gateway {name!r} is declared by {owners}", "values-ambiguous-gateway")
    if not found:
        known = (g for d in scene.domains for g in d.values.get("gateways") or {})
        raise unknown(asker, key, "gateway", name, known)
    owner = (own or found)[0]
    spec: Mapping[str, Any] = owner.values["gateways"][name] or {}
    namespace = spec.get("namespace") or setting(scene, "gatewayNamespace", "istio-system")
    return Gateway(name, owner, namespace, spec)


def grouped_hosts(scene: Scene) -> Mapping[str, App]:
    """The public hosts that domains route by path, as the environment knows them, and their domain."""
    return {environment_host(host, dns(scene)): d for d in scene.domains for host in d.values.get("routes") or {}}


def public_hosts(service: App, scene: Scene) -> tuple[str, ...]:
    """The hosts a service asks for, as the environment knows them, sorted."""
    traffic = service.values.get("traffic") or {}
    return tuple(sorted({environment_host(host, dns(scene)) for host in traffic.get("hosts") or ()}))


def gateways_of(service: App, scene: Scene) -> tuple[Gateway, ...]:
    """The gateways through which a service can be reached from outside, by its own hosts or a domain's routes."""
    found: dict[str, Gateway] = {}
    traffic = service.values.get("traffic") or {}
    own = set(public_hosts(service, scene)) - set(grouped_hosts(scene))
    if own:
        gateway = find_gateway(scene, traffic.get("gateway", "public"), service.domain, service, "traffic.gateway")
        found[gateway.reference] = gateway
    for domain, host, route in _routes(scene):
        if any(_leads_to(path, service) for path in route.get("paths") or ()):
            name = route.get("gateway", "public")
            gateway = find_gateway(scene, name, domain.name, domain, f"routes.{host}.gateway")
            found[gateway.reference] = gateway
    return tuple(found[key] for key in sorted(found))


def _routes(scene: Scene) -> Iterator[tuple[App, str, Mapping[str, Any]]]:
    for domain in scene.domains:
        for host, route in (domain.values.get("routes") or {}).items():
            yield domain, host, route


def _leads_to(path: Mapping[str, Any], service: App) -> bool:
    namespace = service.target.namespace
    return bool(path["service"] == service.name and path.get("namespace", namespace) == namespace)


def service_account(service: App) -> str:
    """The ServiceAccount a service runs as."""
    account = service.values.get("serviceAccount")
    name = account.get("name") if isinstance(account, Mapping) else None
    return str(name) if name else service.name


def principal(scene: Scene, namespace: str, account: str) -> str:
    """A workload identity as AuthorizationPolicies write it (no spiffe:// in front)."""
    return f"{trust_domain(scene)}/ns/{namespace}/sa/{account}"


def request_ports(service: App) -> tuple[Port, ...]:
    """The ports that callers use: all but the one kept for metrics, where there are others."""
    found = ports(service)
    return tuple(p for p in found if p.name != "metrics") or found


def health_paths(service: App) -> tuple[str, ...]:
    """The HTTP paths of a service's probes, sorted; the bare root is a page, not a health path."""
    health = service.values.get("health") or {}
    found = set()
    for probe in ("liveness", "readiness", "startup"):
        value = health.get(probe)
        path = value.get("path") if isinstance(value, Mapping) else value
        if isinstance(path, str) and path != "/":
            found.add(path)
    return tuple(sorted(found))


def server_mtls(service: App, scene: Scene) -> str:
    """The mTLS mode of a service's namespace; DISABLE outside the mesh."""
    domain = find_domain(scene, service.domain)
    if domain is None:
        return "STRICT"
    outside = {name for name, spec in namespaces(domain) if not spec.get("mesh", True)}
    if service.target.namespace in outside:
        return "DISABLE"
    return str((domain.values.get("mtls") or {}).get("mode", "STRICT"))

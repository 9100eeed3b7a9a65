"""What one service admits besides its domain: its own callers, the gateway where it is public, tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.components.access.domain import health_rules, metrics_rules
from generator.components.access.sources import operation, rule, sources
from generator.mesh.callers import Callers, listed
from generator.model import OMIT, App, Scene, View
from generator.names import pod_selector

Values = Mapping[str, Any]


def service_views(app: App, scene: Scene) -> Iterator[View]:
    """The service's AuthorizationPolicy, its exceptions from mTLS, and its request authentication."""
    access = app.values.get("access") or {}
    if mesh.server_mtls(app, scene) == "DISABLE":
        if access:
            message = "has no effect: callers have no identity without mTLS"
            raise mesh.error(
                app, "access", message, "ap-needs-mtls", "put the namespace into the mesh, or remove access"
            )
        return
    rules = _rules(app, scene, access)
    selector = pod_selector(app.name)
    if rules:
        data = {"selector": selector, "action": "ALLOW", "rules": rules}
        yield View("authorizationpolicy", app.name, data, source=("access",))
    plain = _plain_ports(app, access)
    if plain:
        mode = _mode(app, scene)
        data = {"selector": selector, "mode": mode, "ports": {str(port): {"mode": "PERMISSIVE"} for port in plain}}
        yield View("peerauthentication", app.name, data, source=("access", "plaintext"))
    if access.get("jwt"):
        yield from _tokens(app, access["jwt"], selector)


def _rules(app: App, scene: Scene, access: Values) -> list[dict[str, Any]]:
    """Everything the service's policy allows; empty where it needs none."""
    rules: list[dict[str, Any]] = []
    if access.get("from"):
        rules.append(_rule(app, scene, access, "access"))
    elif any(access.get(word) for word in ("paths", "methods", "ports")):
        message = "says what may be asked for, but access.from names nobody"
        raise mesh.error(app, "access", message, "values-caller", "name callers under access.from")
    rules += [_rule(app, scene, row, f"access.rules.{row['name']}") for row in access.get("rules") or ()]
    plain = _plain_ports(app, access)
    if plain:
        rules.append(rule([], operation(plain)))
    domain = mesh.find_domain(scene, app.domain)
    guarded = domain is not None and app.target.namespace in mesh.mesh_namespaces(domain)
    denied = guarded and bool(domain and (domain.values.get("access") or {}).get("denyByDefault", True))
    if (denied or rules) and not _names_gateway(access):
        gateways = mesh.gateways_of(app, scene)
        if gateways:
            ports = [p.target for p in mesh.request_ports(app)]
            rules.append(rule(sources(scene, Callers(gateways=gateways)), operation(ports)))
    if rules and not denied:
        # The first policy that allows something refuses everything else, so what is always open is said here.
        rules += [*health_rules([app]), *metrics_rules([app], scene)]
    return rules


def _rule(app: App, scene: Scene, row: Values, key: str) -> dict[str, Any]:
    asks_http = bool(row.get("paths") or row.get("methods"))
    if row.get("ports"):
        ports = [mesh.find_port(app, wanted, app, f"{key}.ports") for wanted in row["ports"]]
    else:
        ports = [port for port in mesh.request_ports(app) if port.http or not asks_http]
    silent = [port.name for port in ports if not port.http]
    if asks_http and (silent or not ports):
        where = f"port {silent[0]} does not speak" if silent else "no port speaks"
        message = f"{where} HTTP, so there are no paths or methods"
        raise mesh.error(app, key, message, "ap-http-fields-on-tcp", "remove paths and methods")
    callers = listed(app, scene, row["from"], f"{key}.from")
    return rule(sources(scene, callers), operation([p.target for p in ports], row.get("paths"), row.get("methods")))


def _names_gateway(access: Values) -> bool:
    rows = [*(access.get("from") or ()), *(r for row in access.get("rules") or () for r in row["from"])]
    return any(row.get("gateway") for row in rows)


def _plain_ports(app: App, access: Values) -> list[int]:
    return [mesh.find_port(app, wanted, app, "access.plaintext").target for wanted in access.get("plaintext") or ()]


def _mode(app: App, scene: Scene) -> str:
    domain = mesh.find_domain(scene, app.domain)
    return str(((domain.values if domain else {}).get("mtls") or {}).get("mode", "STRICT"))


def _tokens(app: App, jwt: Values, selector: Mapping[str, str]) -> Iterator[View]:
    """Tokens are checked by RequestAuthentication, which lets requests without one pass; a policy refuses those."""
    claims = sorted((jwt.get("claimsToHeaders") or {}).items())
    data = {
        "selector": selector,
        "issuer": jwt["issuer"],
        "jwks_uri": jwt["jwksUri"],
        "audiences": jwt.get("audiences", OMIT),
        "forward": jwt["forward"] or OMIT,
        "claims": [{"header": header, "claim": claim} for header, claim in claims] or OMIT,
    }
    yield View("requestauthentication", app.name, data, source=("access", "jwt"))
    if not jwt["required"]:
        return
    ports = {p.target for p in mesh.request_ports(app) if p.http}
    if not ports:
        message = "no port speaks HTTP, so no request can carry a token"
        raise mesh.error(app, "access.jwt", message, "ap-http-fields-on-tcp", "remove jwt")
    scraped = mesh.scrape(app)
    metrics = [scraped[1]] if scraped and scraped[0].target in ports else []
    open_paths = sorted({*mesh.health_paths(app), *(jwt.get("except") or ()), *metrics})
    target = {"ports": [str(port) for port in sorted(ports)], "notPaths": open_paths or OMIT}
    refused = rule([{"source": {"notRequestPrincipals": ["*"]}}], [{"operation": target}])
    denial = {"selector": selector, "action": "DENY", "rules": [refused]}
    yield View("authorizationpolicy", f"{app.name}-require-token", denial, source=("access", "jwt", "required"))

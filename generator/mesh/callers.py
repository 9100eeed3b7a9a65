"""Who is meant by the callers that `access` lists: whole namespaces, single identities, gateways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator import mesh
from generator.model import App, Scene

Values = Mapping[str, Any]
_WORDS = ("namespace", "service", "domain", "gateway")


@dataclass(frozen=True, slots=True)
class Callers:
    """Every workload of some namespaces, single workloads as (namespace, ServiceAccount), and gateways."""

    whole: frozenset[str] = frozenset()
    accounts: frozenset[tuple[str, str]] = frozenset()
    gateways: tuple[mesh.Gateway, ...] = ()

    @property
    def namespaces(self) -> frozenset[str]:
        """The namespaces in which any of them runs, gateways left aside."""
        return self.whole | {namespace for namespace, _ in self.accounts}


def listed(app: App, scene: Scene, rows: Iterable[Values], key: str) -> Callers:
    """The callers in a service's `from` list. Raises UserError for an entry that names none, several or nobody."""
    whole: set[str] = set()
    accounts: set[tuple[str, str]] = set()
    gateways: dict[str, mesh.Gateway] = {}
    for number, row in enumerate(rows):
        where = f"{key}[{number}]"
        words = [word for word in _WORDS if row.get(word)]
        if len(words) != 1 or (row.get("serviceAccounts") and words != ["namespace"]):
            message = "has to name one caller: namespace (perhaps with serviceAccounts), service, domain or gateway"
            raise mesh.error(app, where, message, "values-caller", "write one entry for each caller")
        if row.get("serviceAccounts"):
            accounts |= {(row["namespace"], account) for account in row["serviceAccounts"]}
        elif row.get("namespace"):
            whole.add(row["namespace"])
        elif row.get("domain"):
            whole |= _domain(app, scene, row["domain"], where)
        elif row.get("service"):
            accounts |= _service(app, scene, row["service"], f"{where}.service")
        else:
            gateway = mesh.find_gateway(scene, row["gateway"], app.domain, app, f"{where}.gateway")
            gateways[gateway.reference] = gateway
    return Callers(frozenset(whole), frozenset(accounts), tuple(gateways[name] for name in sorted(gateways)))


def of_flow(app: App, scene: Scene, flow: Values) -> Callers:
    """The callers of one of a domain's flows."""
    key = f"access.flows.{flow['name']}"
    whole = frozenset(flow.get("namespaces") or ())
    if flow.get("domain"):
        whole |= _domain(app, scene, flow["domain"], key)
    named = flow.get("services") or ()
    return Callers(whole, frozenset(one for name in named for one in _service(app, scene, name, f"{key}.services")))


def of_service(service: App, scene: Scene) -> Callers:
    """Everybody a service's own `access` admits, under `from` or any rule."""
    access = service.values.get("access") or {}
    found = [listed(service, scene, access.get("from") or (), "access.from")]
    for row in access.get("rules") or ():
        found.append(listed(service, scene, row["from"], f"access.rules.{row['name']}.from"))
    gateways = {gateway.reference: gateway for one in found for gateway in one.gateways}
    return Callers(
        frozenset().union(*(one.whole for one in found)),
        frozenset().union(*(one.accounts for one in found)),
        tuple(gateways[name] for name in sorted(gateways)),
    )


def _domain(app: App, scene: Scene, name: str, key: str) -> frozenset[str]:
    """The namespaces of a domain whose workloads have an identity."""
    every = mesh.domain_namespaces(scene, name, app, f"{key}.domain")
    domain = mesh.find_domain(scene, name)
    outside = {ns for ns, spec in mesh.namespaces(domain) if not spec.get("mesh", True)} if domain else set()
    return frozenset(every) - outside


def _service(app: App, scene: Scene, name: str, key: str) -> set[tuple[str, str]]:
    """The identities of a service, one for each namespace it runs in."""
    services = mesh.find_services(scene, name, app, key)
    return {(service.target.namespace, mesh.service_account(service)) for service in services}

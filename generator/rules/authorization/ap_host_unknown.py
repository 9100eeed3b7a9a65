"""rule for a host that nobody serves

Why: Requests name the host they ask for: a rule about one that no route, gateway or Service has never applies.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation and KIA0104. Hosts of
clients that send other names, such as addresses, are not known here.
Bad:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {rules: [{to: [{operation: {hosts: [shp.example.com]}}]}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [shop.example.com], http: [{route: [{destination: {host: web}}]}]}
Good:
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec: {rules: [{to: [{operation: {hosts: ["*.example.com", "shop.example.com:*"]}}]}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [shop.example.com], http: [{route: [{destination: {host: web}}]}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import istio_gateways, kinds
from generator.facts.authorization import rules_of
from generator.facts.cluster import Cluster, rows
from generator.facts.istio_hosts import registry
from generator.facts.suggest import did_you_mean
from generator.facts.virtual_services import hosts
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.AUTHORIZATION_POLICY,)
NEEDS = ("hosts",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = _known(cluster)
    for rule in rules_of(manifest):
        for path, operation in rule.operations():
            for n, host in enumerate(rows(operation, "hosts")):
                plain = host.partition(":")[0] if isinstance(host, str) else ""
                if known and plain and not any(_meets(plain, other) for other in known):
                    message = f"nobody here serves `{host}`{did_you_mean(plain, known)}"
                    yield Problem(message, (*path, "hosts", n), fix="name a host that is served")


def _meets(written: str, served: str) -> bool:
    """Whether some host may be both; each may begin or end with a star."""
    for one, other in ((written, served), (served, written)):
        if one.startswith("*") and other.endswith(one[1:]):
            return True
        if one.endswith("*") and other.startswith(one[:-1]):
            return True
    return written == served


@lru_cache(maxsize=8)
def _known(cluster: Cluster) -> frozenset[str]:
    """The hosts that VirtualServices, Gateways, ServiceEntries and Services have, Services by every name of theirs."""
    found = {host for service in cluster.all(kinds.VIRTUAL_SERVICE) for host in hosts(service)}
    for gateway in cluster.all(kinds.GATEWAY):
        found |= {host for server in istio_gateways.servers(gateway) for _, host in server.hosts}
    found |= set(registry(cluster).entries)
    for service in cluster.all(kinds.SERVICE):
        name, home = service.id.name, service.id.namespace
        found |= {name, f"{name}.{home}", f"{name}.{home}.svc", f"{name}.{home}.svc.cluster.local"}
    return frozenset(found)

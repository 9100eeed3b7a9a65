"""Callers and what they may ask for, in the shape of AuthorizationPolicy rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator import mesh
from generator.mesh.callers import Callers
from generator.model import OMIT, Scene


def sources(scene: Scene, callers: Callers) -> list[dict[str, Any]]:
    """The `from` list of a rule: whole namespaces in one source, single identities in another (either is enough)."""
    namespaces = set(callers.whole)
    accounts = set(callers.accounts)
    for gateway in callers.gateways:
        account = gateway.spec.get("serviceAccount")
        if account:
            accounts.add((gateway.namespace, account))
        else:
            namespaces.add(gateway.namespace)
    principals = sorted(mesh.principal(scene, namespace, account) for namespace, account in accounts)
    found: list[dict[str, Any]] = [{"source": {"namespaces": sorted(namespaces)}}] if namespaces else []
    return [*found, {"source": {"principals": principals}}] if principals else found


def prometheus(scene: Scene) -> list[dict[str, Any]]:
    """The `from` list that admits Prometheus."""
    namespace = mesh.monitoring_namespace(scene)
    account = (scene.settings.get("monitoring") or {}).get("prometheusServiceAccount")
    one = Callers(accounts=frozenset({(namespace, account)})) if account else Callers(whole=frozenset({namespace}))
    return sources(scene, one)


def operation(
    ports: Iterable[int] = (), paths: Sequence[str] | None = None, methods: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """The `to` list of a rule, empty where everything may be asked for. Ports are workload ports, written as text."""
    numbers = [str(port) for port in sorted(set(ports))]
    if not (numbers or paths or methods):
        return []
    made = {"ports": numbers or OMIT, "methods": list(methods or ()) or OMIT, "paths": list(paths or ()) or OMIT}
    return [{"operation": made}]


def rule(sources: list[dict[str, Any]], operations: list[dict[str, Any]]) -> dict[str, Any]:
    """One rule. Istio refuses an empty list, and reads an absent one as everybody or everything."""
    return {"from": sources or OMIT, "to": operations or OMIT}

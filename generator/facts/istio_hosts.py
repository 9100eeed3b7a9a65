"""Hosts as Istio reads them: short names get the namespace of who writes them, Services and ServiceEntries own them.

Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination, istio
pkg/config/host/name.go and pilot/pkg/model/config.go (ResolveShortnameToFQDN).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import text
from generator.facts.suggest import slip
from generator.model import Manifest

DOMAIN = "svc.cluster.local"
EXPORT_TO = "networking.istio.io/exportTo"


def expand(host: str, namespace: str) -> str:
    """The host that a rule in `namespace` means: only a name without a dot is completed."""
    return host if not host or "." in host or "*" in host else f"{host}.{namespace}.{DOMAIN}"


def service_name(host: str) -> tuple[str, str] | None:
    """Name and namespace of the Service whose full name the host is."""
    parts = host.split(".", 2)
    return (parts[0], parts[1]) if len(parts) == 3 and parts[2] == DOMAIN and "*" not in host else None


def full_name(service: Manifest) -> str:
    """The host of a Service."""
    return f"{service.id.name}.{service.id.namespace}.{DOMAIN}"


def covers(pattern: str, host: str) -> bool:
    """Whether every host that `host` stands for is one that `pattern` stands for; both may be wildcards."""
    if pattern.startswith("*"):
        return host.lstrip("*").endswith(pattern[1:]) if host.startswith("*") else host.endswith(pattern[1:])
    return pattern == host


def overlap(one: str, other: str) -> bool:
    """Whether some host is one that both stand for."""
    return covers(one, other) or covers(other, one)


def root_namespace(cluster: Cluster) -> str:
    """Where configuration for the whole mesh lives."""
    return text(cluster.settings, "mesh", "rootNamespace") or "istio-system"


def exported_to(manifest: Manifest) -> tuple[str, ...]:
    """The namespaces that see an object, `*` for all; its own is named."""
    wanted: Iterable[object] = rows(manifest.body, "spec", "exportTo")
    if manifest.id.kind == "Service":
        note = get(manifest.body, "metadata", "annotations", EXPORT_TO)
        wanted = [part.strip() for part in note.split(",")] if isinstance(note, str) else []
    found = tuple(manifest.id.namespace if item == "." else str(item) for item in wanted)
    return found or ("*",)


def visible(manifest: Manifest, namespace: str) -> bool:
    """Whether clients in a namespace see a Service, ServiceEntry, VirtualService or DestinationRule."""
    exported = exported_to(manifest)
    return "*" in exported or namespace in exported


def share_audience(one: Manifest, other: Manifest) -> bool:
    """Whether any client can see both objects."""
    first, second = set(exported_to(one)), set(exported_to(other))
    return "*" in first or "*" in second or bool(first & second)


@dataclass(frozen=True, eq=False)
class Registry:
    """The hosts of a cluster: Services by full name, ServiceEntries by host."""

    services: Mapping[str, Manifest]
    entries: Mapping[str, tuple[Manifest, ...]]
    wildcards: tuple[str, ...]

    def owners(self, host: str) -> tuple[Manifest, ...]:
        """Who owns a full host: the Service, else the ServiceEntries of it, else of the longest wildcard over it."""
        if host in self.services:
            return (self.services[host],)
        if host in self.entries:
            return self.entries[host]
        best = next((pattern for pattern in self.wildcards if covers(pattern, host)), None)
        return self.entries[best] if best is not None else ()

    def inside(self, pattern: str) -> tuple[Manifest, ...]:
        """Every Service or ServiceEntry with a host that a wildcard stands for."""
        found = [service for host, service in self.services.items() if covers(pattern, host)]
        return (*found, *(entry for host, owned in self.entries.items() if covers(pattern, host) for entry in owned))


@lru_cache(maxsize=8)
def registry(cluster: Cluster) -> Registry:
    """Every host that the objects of a cluster define."""
    services = {full_name(service): service for service in cluster.all(kinds.SERVICE)}
    entries: dict[str, list[Manifest]] = {}
    for entry in cluster.all(kinds.SERVICE_ENTRY):
        for host in rows(entry.body, "spec", "hosts"):
            if isinstance(host, str):
                entries.setdefault(host, []).append(entry)
    wildcards = sorted((host for host in entries if host.startswith("*")), key=lambda host: (-len(host), host))
    return Registry(services, {host: tuple(owned) for host, owned in entries.items()}, tuple(wildcards))


def owners(cluster: Cluster, host: str, namespace: str) -> tuple[Manifest, ...]:
    """Who owns the host that a rule in `namespace` names, as far as clients there see them."""
    return tuple(owner for owner in registry(cluster).owners(expand(host, namespace)) if visible(owner, namespace))


def service_of(cluster: Cluster, host: str, namespace: str) -> Manifest | None:
    """The Service that the host is, None for hosts of ServiceEntries and unknown ones."""
    return registry(cluster).services.get(expand(host, namespace))


@lru_cache(maxsize=8)
def _homes(cluster: Cluster) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for service in cluster.all(kinds.SERVICE):
        found.setdefault(service.id.name, []).append(service.id.namespace)
    return {name: tuple(sorted(spaces)) for name, spaces in found.items()}


def homes(cluster: Cluster, name: str) -> tuple[str, ...]:
    """The namespaces with a Service of that name, sorted."""
    return _homes(cluster).get(name, ())


def elsewhere(cluster: Cluster, host: str, namespace: str) -> tuple[str, ...]:
    """Full names of the Services a short host may mean although none stands in the rule's namespace."""
    if not host or "." in host or "*" in host or service_of(cluster, host, namespace) is not None:
        return ()
    return tuple(f"{host}.{home}.{DOMAIN}" for home in homes(cluster, host))


def meant(cluster: Cluster, host: str, namespace: str) -> str:
    """The known host that was probably meant by an unknown one; "" when none is close."""
    known = registry(cluster)
    parts = host.split(".")
    if len(parts) in (2, 3) and (len(parts) == 2 or parts[2] == "svc"):
        # Istio completes only names without a dot: `api.shop` and `api.shop.svc` stay as they are.
        full = f"{parts[0]}.{parts[1]}.{DOMAIN}"
        if full in known.services:
            return full
    named = service_name(expand(host, namespace))
    if named is not None:
        name, home = named
        close = slip(name, (s.id.name for s in known.services.values() if s.id.namespace == home))
        if close:
            return f"{close}.{home}.{DOMAIN}"
        if "." in host:
            space = slip(home, homes(cluster, name))
            return f"{name}.{space}.{DOMAIN}" if space else ""
        return ""
    return slip(host, (*known.entries, *known.services))


def absence(cluster: Cluster, host: str, namespace: str) -> str:
    """How bad it is that nobody here owns a host; see Cluster.absence. Any namespace may hold a ServiceEntry."""
    named = service_name(expand(host, namespace))
    if named is None:
        return "" if cluster.external(kinds.SERVICE_ENTRY, namespace, host) else "unverifiable"
    # Every cluster has the Service of its own API.
    return "" if named == ("kubernetes", "default") else cluster.absence(kinds.SERVICE, named[1], named[0])

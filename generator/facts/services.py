"""From a Service's port to the container port behind it, and from pods back to their Services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.fields import entries, text, whole
from generator.model import Manifest, Path


@dataclass(frozen=True, slots=True)
class ServicePort:
    """One port of a Service, defaults applied: `target` is the number or name its pods listen on."""

    position: int
    name: str
    port: int
    target: int | str
    protocol: str = "TCP"
    app_protocol: str = ""

    @property
    def path(self) -> Path:
        """Where it stands in the Service."""
        return ("spec", "ports", self.position)


@dataclass(frozen=True, slots=True)
class ContainerPort:
    """A port that a container declares, and where."""

    number: int
    name: str
    protocol: str
    path: Path


def ports(service: Manifest) -> Iterator[ServicePort]:
    """The readable ports of a Service."""
    for n, row in entries(service.body, "spec", "ports"):
        port = whole(row, "port")
        if port is None:
            continue
        target = row.get("targetPort")
        usable = target if isinstance(target, int | str) and not isinstance(target, bool) and target else port
        yield ServicePort(n, text(row, "name"), port, usable, text(row, "protocol") or "TCP", text(row, "appProtocol"))


def service_ports(cluster: Cluster, service: Manifest) -> tuple[ServicePort, ...]:
    """The readable ports of a Service of the cluster, read once."""
    known = _ports(cluster).get(id(service))
    return known if known is not None else tuple(ports(service))


@lru_cache(maxsize=8)
def _ports(cluster: Cluster) -> Mapping[int, tuple[ServicePort, ...]]:
    return {id(service): tuple(ports(service)) for service in cluster.all(kinds.SERVICE)}


def running(template: PodTemplate) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """The containers that run beside each other: all but init containers that end (native sidecars stay)."""
    for path, container in template.containers(init=True):
        if path[-2] == "containers" or container.get("restartPolicy") == "Always":
            yield path, container


def container_ports(template: PodTemplate) -> Iterator[ContainerPort]:
    """Every port that the running containers of a pod declare."""
    for path, container in running(template):
        for n, row in entries(container, "ports"):
            number = whole(row, "containerPort")
            if number is not None:
                here = (*path, "ports", n)
                yield ContainerPort(number, text(row, "name"), text(row, "protocol") or "TCP", here)


def declared_ports(cluster: Cluster, template: PodTemplate) -> tuple[ContainerPort, ...]:
    """Every port that the running containers of a pod of the cluster declare, read once."""
    known = _declared(cluster).get(id(template.manifest))
    return known if known is not None else tuple(container_ports(template))


@lru_cache(maxsize=8)
def _declared(cluster: Cluster) -> Mapping[int, tuple[ContainerPort, ...]]:
    return {id(template.manifest): tuple(container_ports(template)) for template in cluster.templates}


def landing(template: PodTemplate, port: ServicePort, cluster: Cluster | None = None) -> ContainerPort | None:
    """The declared container port a Service's port leads to in a pod; None when no container declares it."""
    for declared in container_ports(template) if cluster is None else declared_ports(cluster, template):
        same = declared.name == port.target if isinstance(port.target, str) else declared.number == port.target
        if same and declared.protocol == port.protocol:
            return declared
    return None


def pod_port(template: PodTemplate, port: ServicePort, cluster: Cluster | None = None) -> int | None:
    """The number a Service's port has on the pods: its own for a numeric target, None for a name nobody declares."""
    if isinstance(port.target, int):
        return port.target
    found = landing(template, port, cluster)
    return found.number if found else None


def pods_behind(cluster: Cluster, service: Manifest) -> tuple[PodTemplate, ...]:
    """The pod templates a Service of the cluster selects, found once."""
    known = _behind(cluster).get(id(service))
    return known if known is not None else cluster.behind(service)


@lru_cache(maxsize=8)
def _behind(cluster: Cluster) -> Mapping[int, tuple[PodTemplate, ...]]:
    return {id(service): cluster.behind(service) for service in cluster.all(kinds.SERVICE)}


@lru_cache(maxsize=8)
def _by_workload(cluster: Cluster) -> Mapping[int, tuple[Manifest, ...]]:
    """The Services over each pod template, by `id` of the object that holds it."""
    found: dict[int, list[Manifest]] = {}
    for service in cluster.all(kinds.SERVICE):
        for template in pods_behind(cluster, service):
            found.setdefault(id(template.manifest), []).append(service)
    return {holder: tuple(services) for holder, services in found.items()}


def services_of(cluster: Cluster, template: PodTemplate) -> tuple[Manifest, ...]:
    """The Services that select a pod template of the cluster."""
    return _by_workload(cluster).get(id(template.manifest), ())

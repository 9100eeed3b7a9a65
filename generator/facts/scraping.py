"""What ServiceMonitors, PodMonitors, Probes and ScrapeConfigs scrape, and how often.

Source: the API reference of prometheus-operator; without an interval Prometheus scrapes and evaluates every 30s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, kind_name, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.promql_duration import seconds
from generator.facts.selecting import PROMETHEUS
from generator.facts.selector import matches
from generator.facts.services import container_ports, pod_port, pods_behind, service_ports
from generator.facts.suggest import near
from generator.model import Manifest, Path

_DIGITS = re.compile(r"[0-9]+")
SCRAPING = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
"""Every kind that makes Prometheus scrape."""

DEFAULT_INTERVAL = 30.0
DEFAULT_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint of a monitor and where it stands; of a Probe or ScrapeConfig its whole spec."""

    manifest: Manifest
    path: Path
    body: Mapping[str, Any]

    @property
    def port(self) -> str:
        return text(self.body, "port")

    @property
    def url_path(self) -> str:
        return text(self.body, "path") or "/metrics"

    @property
    def interval_field(self) -> str:
        """The field that says how often it is scraped."""
        return "scrapeInterval" if kind_name(self.manifest) == kinds.SCRAPE_CONFIG else "interval"

    @property
    def query(self) -> str:
        return repr(self.body.get("params"))

    @property
    def has_certificate(self) -> bool:
        """Whether the scrape speaks TLS with a certificate of its own, as far as the monitor itself tells."""
        tls = mapping(self.body, "tlsConfig")
        return text(self.body, "scheme").lower() == "https" and bool(tls.get("certFile") or tls.get("cert"))


def endpoints(manifest: Manifest) -> Iterator[Endpoint]:
    """The endpoints of a monitor; a Probe and a ScrapeConfig are one each."""
    if kind_name(manifest) in (kinds.PROBE, kinds.SCRAPE_CONFIG):
        yield Endpoint(manifest, ("spec",), mapping(manifest.body, "spec"))
        return
    field = "podMetricsEndpoints" if kind_name(manifest) == kinds.POD_MONITOR else "endpoints"
    for n, row in entries(manifest.body, "spec", field):
        yield Endpoint(manifest, ("spec", field, n), row)


def relabelings(endpoint: Endpoint) -> Iterator[tuple[Path, Mapping[str, Any], bool]]:
    """The relabelling steps of an endpoint with their paths, and whether each is one of samples (else of targets)."""
    places: list[tuple[Path, bool]] = [(("relabelings",), False), (("metricRelabelings",), True)]
    if kind_name(endpoint.manifest) == kinds.PROBE:
        places = [(("targets", kind, "relabelingConfigs"), False) for kind in ("staticConfig", "ingress")] + places[1:]
    for path, samples in places:
        for n, row in entries(endpoint.body, *path):
            yield (*endpoint.path, *path, n), row, samples


def namespaces(manifest: Manifest) -> tuple[str, ...] | None:
    """The namespaces a monitor looks into, its own by default; None for every one."""
    selector = mapping(manifest.body, "spec", "namespaceSelector")
    if selector.get("any") is True:
        return None
    named = tuple(str(name) for name in rows(selector, "matchNames"))
    return named or (manifest.id.namespace,)


def services(manifest: Manifest, cluster: Cluster) -> tuple[Manifest, ...]:
    """The Services a ServiceMonitor selects, by their own labels."""
    known = _chosen(cluster).get(id(manifest))
    return known if known is not None else _choose(manifest, cluster)


def candidates(manifest: Manifest, cluster: Cluster) -> tuple[Manifest, ...]:
    """Every Service of the namespaces a ServiceMonitor looks into."""
    where = namespaces(manifest)
    if where is None:
        return cluster.all(kinds.SERVICE)
    known = _services(cluster)
    return tuple(service for name in dict.fromkeys(where) for service in known.get((name, "", ""), ()))


@lru_cache(maxsize=8)
def _services(cluster: Cluster) -> Mapping[tuple[str | None, str, str], tuple[Manifest, ...]]:
    """The Services by namespace (and None for any) and each of their labels, and by namespace alone."""
    found: dict[tuple[str | None, str, str], list[Manifest]] = {}
    for service in cluster.all(kinds.SERVICE):
        homes = (service.id.namespace, None)
        labels = [("", ""), *((str(n), str(v)) for n, v in mapping(service.body, "metadata", "labels").items())]
        for home in homes:
            for name, value in labels:
                found.setdefault((home, name, value), []).append(service)
    return {key: tuple(services) for key, services in found.items()}


@lru_cache(maxsize=8)
def _chosen(cluster: Cluster) -> Mapping[int, tuple[Manifest, ...]]:
    return {id(monitor): _choose(monitor, cluster) for monitor in cluster.all(kinds.SERVICE_MONITOR)}


def _choose(manifest: Manifest, cluster: Cluster) -> tuple[Manifest, ...]:
    return _labelled(manifest, cluster, namespaces(manifest) or (None,))


def everywhere(manifest: Manifest, cluster: Cluster) -> tuple[Manifest, ...]:
    """The Services of all namespaces with the labels a ServiceMonitor selects."""
    return _labelled(manifest, cluster, (None,))


def _labelled(manifest: Manifest, cluster: Cluster, where: tuple[str | None, ...]) -> tuple[Manifest, ...]:
    """Looked for among the Services with the rarest of the labels wanted, so that many monitors stay cheap."""
    known, homes = _services(cluster), dict.fromkeys(where)
    wanted = [("", ""), *mapping(manifest.body, "spec", "selector", "matchLabels").items()]
    several = [[s for home in homes for s in known.get((home, str(n), str(v)), ())] for n, v in wanted]
    return tuple(s for s in min(several, key=len) if _selects(manifest, mapping(s.body, "metadata", "labels")))


def pods(manifest: Manifest, cluster: Cluster) -> tuple[PodTemplate, ...]:
    """The pod templates a PodMonitor selects."""
    where = namespaces(manifest)
    selector = mapping(manifest.body, "spec", "selector")
    homes = sorted(cluster.namespaces) if where is None else list(dict.fromkeys(where))
    return tuple(template for home in homes for template in cluster.selected(home, selector))


def owned(manifest: Manifest, cluster: Cluster) -> bool:
    """Whether every namespace a monitor looks into is known wholly, so that what is not here is nowhere."""
    where = namespaces(manifest)
    return where is not None and all(cluster.closed(namespace) for namespace in where)


def shipped(manifest: Manifest) -> bool:
    """Whether a monitor comes beside an upstream chart, whose own objects are not rendered here."""
    return manifest.app is not None and manifest.app.scope == "platform"


def selected_by_pods(manifest: Manifest, cluster: Cluster) -> Manifest | None:
    """The Service whose pods have the labels a ServiceMonitor asks of Services."""
    if not mapping(manifest.body, "spec", "selector"):
        return None
    for service in candidates(manifest, cluster):
        chosen = mapping(service.body, "spec", "selector")
        if chosen and (
            _selects(manifest, chosen) or any(_selects(manifest, t.labels) for t in cluster.behind(service))
        ):
            return service
    return None


def near_labels(
    manifest: Manifest, labelled: Iterable[tuple[Manifest, Mapping[str, Any]]]
) -> tuple[Manifest | None, str]:
    """An object whose labels are nearly those a monitor selects, and what was meant."""
    wanted = mapping(manifest.body, "spec", "selector", "matchLabels")
    for other, labels in labelled:
        for key, value in wanted.items():
            # `web-2` is no misspelt `web-1`.
            other_value = str(labels.get(key, ""))
            if near(str(value), [other_value]) and _DIGITS.sub("0", str(value)) != _DIGITS.sub("0", other_value):
                return other, f", did you mean `{key}: {labels[key]}`?"
    return None, ""


Target = tuple[str, str, object, str, str]
"""Namespace, workload, port, path and parameters of what is scraped."""


def targets(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Endpoint, Target]]:
    """What a monitor scrapes, as far as the ports of pods are known."""
    for endpoint, template, number in scrapes(manifest, cluster):
        yield endpoint, (template.namespace, template.manifest.id.name, number, endpoint.url_path, endpoint.query)


def scrapes(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Endpoint, PodTemplate, int]]:
    """Each endpoint of a monitor with the pods and the port it scrapes, as far as they are known."""
    by_service = kind_name(manifest) == kinds.SERVICE_MONITOR
    chosen = services(manifest, cluster) if by_service else ()
    for endpoint in endpoints(manifest):
        for service in chosen:
            for port in service_ports(cluster, service):
                for template in pods_behind(cluster, service) if endpoint.port and port.name == endpoint.port else ():
                    number = pod_port(template, port, cluster)
                    if number is not None:
                        yield endpoint, template, number
            for template in () if endpoint.port else pods_behind(cluster, service):
                yield from ((endpoint, template, number) for number in _own_ports(endpoint, template))
        for template in () if by_service else pods(manifest, cluster):
            yield from ((endpoint, template, number) for number in _own_ports(endpoint, template))


def _own_ports(endpoint: Endpoint, template: PodTemplate) -> Iterator[int]:
    """The ports of a pod that an endpoint names by the pod's own names or numbers."""
    number = endpoint.body.get("portNumber")
    wanted = endpoint.port or (number if number is not None else endpoint.body.get("targetPort"))
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        yield wanted
    elif isinstance(wanted, str) and wanted:
        yield from (port.number for port in container_ports(template) if port.name == wanted)


def _selects(manifest: Manifest, labels: Mapping[str, Any]) -> bool:
    """A selector without conditions selects everything, as the operator reads it."""
    selector = get(manifest.body, "spec", "selector")
    return matches(selector if isinstance(selector, Mapping) else {}, labels)


def interval(endpoint: Endpoint, cluster: Cluster) -> float:
    """Seconds between two scrapes of an endpoint."""
    return seconds(endpoint.body.get(endpoint.interval_field)) or _global(cluster, "scrapeInterval", DEFAULT_INTERVAL)


def timeout(endpoint: Endpoint, cluster: Cluster) -> float:
    """Seconds one scrape may take; the default never exceeds the interval."""
    written = seconds(endpoint.body.get("scrapeTimeout"))
    return written or min(_global(cluster, "scrapeTimeout", DEFAULT_TIMEOUT), interval(endpoint, cluster))


@lru_cache(maxsize=64)
def _global(cluster: Cluster, field: str, default: float) -> float:
    found = [seconds(get(m.body, "spec", field)) for m in cluster.all(PROMETHEUS)]
    return max((value for value in found if value), default=default)


def shortest_interval(cluster: Cluster, namespace: str) -> float:
    """Seconds between two scrapes of what a namespace's most eager monitor scrapes."""
    return _shortest(cluster).get(namespace) or _global(cluster, "scrapeInterval", DEFAULT_INTERVAL)


def interval_known(cluster: Cluster, namespace: str) -> bool:
    """Whether anything here says how often a namespace is scraped; else it is the operator's default."""
    return bool(cluster.all(PROMETHEUS)) or namespace in _explicit(cluster)


@lru_cache(maxsize=8)
def _explicit(cluster: Cluster) -> frozenset[str]:
    """The namespaces with a monitor that names an interval."""
    monitors = cluster.all(kinds.SERVICE_MONITOR, kinds.POD_MONITOR)
    return frozenset(m.id.namespace for m in monitors if any(seconds(e.body.get("interval")) for e in endpoints(m)))


@lru_cache(maxsize=8)
def _shortest(cluster: Cluster) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for monitor in cluster.all(kinds.SERVICE_MONITOR, kinds.POD_MONITOR):
        for endpoint in endpoints(monitor):
            every, home = interval(endpoint, cluster), monitor.id.namespace
            found[home] = min(every, found.get(home, every))
    return found


def evaluation_interval(cluster: Cluster) -> float:
    """Seconds between two evaluations of a group that names no interval."""
    return _global(cluster, "evaluationInterval", DEFAULT_INTERVAL)

"""What Prometheus scrapes: a monitor for each service with metrics, and one for the mesh proxies of each namespace.

In a STRICT mesh a plain scrape is refused. Two ways around it are common: reading the sidecar's merged port 15020,
which is open to every pod of the cluster in plain text, or scraping with a mesh certificate. We take the second: the
sidecar of the Prometheus pod writes its certificate to a shared directory, Prometheus presents it, and the
AuthorizationPolicy that lets Prometheus GET the metrics keeps its meaning.
https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh, signals
from generator.model import OMIT, App, Scene, View
from generator.names import pod_selector

SCOPES = ("service", "domain")

# The proxy's own metrics: a port of the injected container that the sidecar leaves in plain text.
_PROXY_PORT = "http-envoy-prom"
_PROXY_PATH = "/stats/prometheus"
# A proxy exports thousands of series; these are the ones that request alerts, SLOs and dashboards read.
_PROXY_SERIES = "istio_(requests_total|request_duration_milliseconds_(bucket|count|sum)|tcp_.+)"
_PORT = "metrics"
"""The port that is asked unless another one is named: without it nothing is, and that is no fault."""


def views(app: App, scene: Scene) -> Iterator[View]:
    """A service's monitor, or the proxy monitors of a domain."""
    if app.scope == "service":
        yield from _service(app, scene)
    else:
        yield from _proxies(app, scene)


def _service(app: App, scene: Scene) -> Iterator[View]:
    wanted = app.values["monitoring"]
    if mesh.scrape(app) is None:
        if wanted.get("enabled") or wanted["port"] != _PORT and "enabled" not in wanted:
            raise mesh.unknown(app, "monitoring.port", "port", wanted["port"], (p.name for p in mesh.ports(app)))
        return
    if wanted["kind"] == "ServiceMonitor" and not _has_service(app):
        if wanted.get("enabled"):
            fix = "set monitoring.kind: PodMonitor"
            message = "a ServiceMonitor finds pods through their Service, and there is none"
            raise mesh.error(app, "monitoring.kind", message, "sm-no-service", fix)
        return
    kind = wanted["kind"].lower()
    data = {
        "job": "app.kubernetes.io/name",
        "selector": pod_selector(app.name),
        "labels": wanted["targetLabels"],
        "limit": wanted.get("sampleLimit", OMIT),
        "endpoint": _endpoint(app, scene, wanted),
        "scrape_class": wanted.get("scrapeClass", OMIT),
    }
    labels = {**signals.observability(scene).get("monitorLabels", {}), **wanted.get("labels", {})}
    yield View(kind, app.name, data, labels, source=("monitoring",))


def _has_service(app: App) -> bool:
    served = app.values.get("kind", "Deployment") in ("Deployment", "StatefulSet")
    return served and bool((app.values.get("service") or {}).get("enabled", True))


def _endpoint(app: App, scene: Scene, wanted: Mapping[str, Any]) -> dict[str, Any]:
    timeout = wanted.get("scrapeTimeout", OMIT)
    if timeout is not OMIT and signals.milliseconds(timeout) > signals.milliseconds(wanted["interval"]):
        message = f"{timeout} is longer than monitoring.interval, {wanted['interval']}"
        raise mesh.error(app, "monitoring.scrapeTimeout", message, "sm-timeout-exceeds-interval", "shorten it")
    tls = _tls(app, scene, wanted)
    return {
        "port": wanted["port"],
        "path": wanted["path"],
        "interval": wanted["interval"],
        "timeout": timeout,
        "scheme": OMIT if tls is OMIT else "https",
        "tls": tls,
        "relabelings": wanted.get("relabelings") or OMIT,
        "samples": wanted.get("metricRelabelings") or OMIT,
    }


def _tls(app: App, scene: Scene, wanted: Mapping[str, Any]) -> Any:
    demanded = wanted.get("mtls", _in_mesh(app, scene))
    if not demanded or wanted.get("scrapeClass"):
        return OMIT
    if wanted["kind"] == "PodMonitor":
        # A PodMonitor may only name certificates in Secrets, and a mesh certificate is never in one.
        message = "a PodMonitor cannot present the mesh certificate, and the mesh refuses plain scrapes"
        fix = "use kind: ServiceMonitor, or name a scrapeClass of the Prometheus object that holds the TLS settings"
        raise mesh.error(app, "monitoring.kind", message, "mesh-strict-blocks-scrape", fix)
    folder = signals.observability(scene).get("certificates", "/etc/prom-certs").rstrip("/")
    return {
        "caFile": f"{folder}/root-cert.pem",
        "certFile": f"{folder}/cert-chain.pem",
        "keyFile": f"{folder}/key.pem",
        # Mesh certificates name a SPIFFE identity, never the pod's address, and Prometheus compares only addresses.
        "insecureSkipVerify": True,
    }


def _in_mesh(app: App, scene: Scene) -> bool:
    inject = "sidecar.istio.io/inject"
    asked = [(app.values.get(key) or {}).get(inject) for key in ("podLabels", "podAnnotations")]
    return "false" not in asked and mesh.server_mtls(app, scene) != "DISABLE"


def _proxies(domain: App, scene: Scene) -> Iterator[View]:
    wanted = domain.values.get("monitoring") or {}
    labels = signals.observability(scene).get("monitorLabels", {})
    living = {s.target.namespace for s in scene.services if s.domain == domain.name and _in_mesh(s, scene)}
    for namespace in sorted(living) if wanted.get("proxies", True) else ():
        data = _proxy({"domain": domain.name}, wanted["interval"])
        yield View(
            "podmonitor", f"{domain.name}-proxies", data, labels, namespace=namespace, source=("monitoring", "proxies")
        )
    for number, gateway in enumerate(wanted.get("gateways") or ()):
        namespace = gateway.get("namespace") or mesh.setting(scene, "gatewayNamespace", "istio-system")
        data = _proxy(gateway["selector"], wanted["interval"])
        source = ("monitoring", "gateways", number)
        yield View("podmonitor", gateway["name"], data, labels, namespace=namespace, source=source)


def _proxy(selector: Mapping[str, str], interval: str) -> dict[str, Any]:
    endpoint = {
        "port": _PROXY_PORT,
        "path": _PROXY_PATH,
        "interval": interval,
        "timeout": OMIT,
        "scheme": OMIT,
        "tls": OMIT,
        "relabelings": OMIT,
        "samples": [{"action": "keep", "sourceLabels": ["__name__"], "regex": _PROXY_SERIES}],
    }
    # Without a job label the job is namespace/monitor, so that `job` stays the service's own where it is its name.
    return {
        "job": OMIT,
        "selector": selector,
        "labels": OMIT,
        "limit": OMIT,
        "endpoint": endpoint,
        "scrape_class": OMIT,
    }

"""How a service is seen by Prometheus: the series that are its own, and what every alert about it carries.

Request metrics are Istio's, read from the *client's* proxy (`reporter="source"`): that side also counts requests which
never reached the server (open circuit, no healthy endpoint, timeout), and it does not count Prometheus' own scrapes,
which pass the server's proxy but no client's. https://istio.io/latest/docs/reference/config/metrics/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator import mesh
from generator.model import App, Scene

_UNITS = {"y": 31_536_000_000, "w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
_PART = re.compile(r"([0-9]+)(ms|y|w|d|h|m|s)")

# gRPC answers 200 and puts the verdict in a trailer; these are the codes that are the server's fault:
# unknown, deadline exceeded, unimplemented, internal, unavailable, data loss.
_GRPC_FAULTS = "2|4|12|13|14|15"


def milliseconds(duration: str) -> int:
    """A Prometheus duration (30s, 1h30m, 30d) in milliseconds. Raises ValueError for text that is none."""
    parts = _PART.findall(duration)
    if not parts or "".join(number + unit for number, unit in parts) != duration:
        raise ValueError(f"{duration!r} is not a duration such as 30s, 5m or 30d")
    return sum(int(number) * _UNITS[unit] for number, unit in parts)


def seconds(duration: str) -> str:
    """A Prometheus duration as a number of seconds, as PromQL writes it: 500ms is 0.5."""
    return number(Decimal(milliseconds(duration)) / 1000)


def number(value: Decimal | float | int) -> str:
    """A number as people write it: no exponent, no trailing zeros, 0.1 + 0.2 never shows."""
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def ratio(percent: float | int) -> str:
    """A percentage as a ratio: 99.9 is 0.999."""
    return number(Decimal(str(percent)) / 100)


def selector(matchers: Mapping[str, str], *more: str) -> str:
    """A PromQL selector from equality matchers, and further matchers as text."""
    equal = [f'{name}="{_escaped(value)}"' for name, value in matchers.items()]
    return "{" + ", ".join([*equal, *more]) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def own(app: App, *more: str) -> str:
    """The selector of what the service's own metrics endpoint says."""
    return selector({"namespace": app.target.namespace, "job": app.name}, *more)


def requests(app: App, *more: str) -> str:
    """The selector of the requests that clients sent to the service."""
    to = {
        "reporter": "source",
        "destination_service_name": app.name,
        "destination_service_namespace": app.target.namespace,
    }
    return selector(to, *more)


def serves_requests(app: App) -> bool:
    """Whether the mesh counts requests to it: it has a port that speaks HTTP and is not for metrics alone."""
    return mesh.default_port(app) is not None


def error_rate(app: App, window: str) -> str:
    """PromQL: failed requests per second; no series when nothing ever failed."""
    http = f"rate(istio_requests_total{requests(app, _SERVER_ERROR)}[{window}])"
    if not any("grpc" in (port.name.split("-")[0], port.app_protocol) for port in mesh.ports(app)):
        return f"sum({http})"
    faults = requests(app, 'response_code!~"5.."', f'grpc_response_status=~"{_GRPC_FAULTS}"')
    return f"sum({http} or rate(istio_requests_total{faults}[{window}]))"


_SERVER_ERROR = 'response_code=~"5.."'


def request_rate(app: App, window: str) -> str:
    """PromQL: requests per second."""
    return f"sum(rate(istio_requests_total{requests(app)}[{window}]))"


def labels(app: App, severity: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What every alert about a service carries; Alertmanager routes and groups by these."""
    fixed = {"severity": severity, "domain": app.domain, "service": app.name, "namespace": app.target.namespace}
    return {**(more or {}), **fixed}


def observability(scene: Scene) -> Mapping[str, Any]:
    """The environment's `monitoring` settings."""
    found: Mapping[str, Any] = scene.settings.get("monitoring") or {}
    return found


def runbook(scene: Scene, name: str, own_url: str = "") -> str:
    """The URL of an alert's runbook; empty where the environment has no runbooks."""
    base = str(observability(scene).get("runbooks") or "")
    if own_url.startswith(("http://", "https://")):
        return own_url
    return f"{base.rstrip('/')}/{own_url or name}" if base else ""


def home(domain: App, scene: Scene) -> str:
    """The namespace of a domain's own rules and routes: that of the monitoring stack where the domain owns it."""
    stack = mesh.monitoring_namespace(scene)
    declared = [name for name, _ in mesh.namespaces(domain)]
    living = sorted({s.target.namespace for s in scene.services if s.domain == domain.name})
    if stack in declared:
        return stack
    return next(iter([*declared, *living]), domain.target.namespace or stack)

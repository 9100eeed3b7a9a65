"""OpenTelemetry: where the pods send their traces, and how they name themselves in them.

Variables: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from generator.model import App, Part, Scene, UserError, View

SCOPES = ("service",)

_FIELDS = {
    "POD_NAME": "metadata.name",
    "SERVICE_VERSION": "metadata.labels['app.kubernetes.io/version']",
}
"""What only the pod itself knows: a canary's version differs from its app's."""

_BAGGAGE = "!#$&'()*+-./:<>?@[]^_`{|}~"
"""Characters that a resource attribute's value may hold as they are (W3C baggage octets)."""


def views(app: App, scene: Scene) -> Iterator[View]:
    """No objects of its own."""
    return iter(())


def parts(app: App, scene: Scene) -> Iterator[Part]:
    """Environment variables for the main container. Raises UserError when the collector's address is missing."""
    wanted = app.values.get("tracing")
    if not wanted or not wanted["enabled"]:
        return
    for name, path in _FIELDS.items():
        source = {"fieldRef": {"apiVersion": "v1", "fieldPath": path}}
        yield Part("container.env", {"name": name, "valueFrom": source})
    for name, value in sorted(_variables(app, wanted).items()):
        yield Part("container.env", {"name": name, "value": value})


def identity(app: App, attributes: Mapping[str, str]) -> dict[str, str]:
    """The resource attributes that say who sends: the semantic conventions' names, the values' own winning."""
    return {
        "service.namespace": app.domain,
        "service.version": "$(SERVICE_VERSION)",
        "deployment.environment.name": app.target.environment,
        "k8s.namespace.name": app.target.namespace,
        "k8s.pod.name": "$(POD_NAME)",
        **{name: _escaped(value) for name, value in attributes.items()},
    }


def _variables(app: App, wanted: Mapping[str, Any]) -> dict[str, str]:
    attributes = identity(app, wanted.get("attributes", {}))
    made = {
        "OTEL_SERVICE_NAME": app.name,
        "OTEL_RESOURCE_ATTRIBUTES": ",".join(f"{name}={value}" for name, value in sorted(attributes.items())),
        "OTEL_TRACES_EXPORTER": wanted["exporter"],
        "OTEL_METRICS_EXPORTER": wanted["metrics"],
        "OTEL_LOGS_EXPORTER": wanted["logs"],
        "OTEL_PROPAGATORS": ",".join(wanted["propagators"]),
        **_sampler(app, wanted["sampler"]),
    }
    exporters = (wanted["exporter"], wanted["metrics"], wanted["logs"])
    if "otlp" in exporters:
        made["OTEL_EXPORTER_OTLP_ENDPOINT"] = _endpoint(app, wanted)
        made["OTEL_EXPORTER_OTLP_PROTOCOL"] = wanted["protocol"]
    if wanted["exporter"] == "zipkin":
        made["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = _endpoint(app, wanted)
    return made


def _sampler(app: App, wanted: Mapping[str, Any]) -> dict[str, str]:
    ratio = wanted["type"].endswith("traceidratio")
    if ratio != ("ratio" in wanted):
        raise UserError(
            f"tracing.sampler: {wanted['type']} {'needs a' if ratio else 'takes no'} ratio",
            app.origin,
            rule="values-tracing",
            fix="for example `sampler: {type: parentbased_traceidratio, ratio: 0.1}`",
        )
    made = {"OTEL_TRACES_SAMPLER": wanted["type"]}
    if ratio:
        made["OTEL_TRACES_SAMPLER_ARG"] = str(wanted["ratio"])
    return made


def _endpoint(app: App, wanted: Mapping[str, Any]) -> str:
    if "endpoint" not in wanted:
        raise UserError(
            "tracing.endpoint: missing, so the traces would go nowhere",
            app.origin,
            rule="values-tracing",
            fix="give the collector's address, or set tracing.enabled: false",
        )
    return str(wanted["endpoint"])


def _escaped(value: str) -> str:
    """Percent-encodes what would end the value; `$(NAME)` stays a reference to another variable."""
    return quote(value, safe=_BAGGAGE)

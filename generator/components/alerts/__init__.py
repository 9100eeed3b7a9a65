"""When people are told: the alerts of a service, and those of a domain and the controllers it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import mesh, signals
from generator.model import App, Scene, View

from . import ai, controllers, standard
from .rule import Alert, extras, group

SCOPES = ("service", "domain")


def views(app: App, scene: Scene) -> Iterator[View]:
    """The PrometheusRule `<name>-alerts`; none when there is nothing to alert on."""
    if app.scope == "service":
        groups, namespace = list(_service(app, scene)), None
    else:
        groups = list(_domain(app, scene))
        namespace = app.values["alerts"].get("namespace") or signals.home(app, scene)
    if groups:
        labels = signals.observability(scene).get("ruleLabels", {})
        data = {"groups": groups}
        yield View("prometheusrule", f"{app.name}-alerts", data, labels, namespace=namespace, source=("alerts",))


def _service(app: App, scene: Scene) -> Iterator[dict[str, Any]]:
    wanted = app.values["alerts"]
    _ascending(app)
    sets: dict[str, Sequence[Alert]] = {
        "service": tuple(_standard(app)) if wanted["standard"] else (),
        "models": (*ai.models(app), *ai.gpus(app)) if wanted["ai"] else (),
    }
    known = {alert.name for alerts in sets.values() for alert in alerts}
    for name in wanted["disable"]:
        if name not in known:
            raise mesh.unknown(app, "alerts.disable", "alert", name, known)
    own = tuple(extras(wanted["extra"]))
    for alert in own:
        if alert.name in known - set(wanted["disable"]):
            fix = f"choose another name, or list {alert.name} under alerts.disable"
            message = f"{alert.name} is a standard alert already"
            raise mesh.error(app, "alerts.extra", message, "prom-duplicate-alert", fix)
    for name, alerts in {**sets, "extra": own}.items():
        kept = [alert for alert in alerts if name == "extra" or alert.name not in wanted["disable"]]
        rules = [alert.rule(signals.labels(app, alert.severity), scene) for alert in kept]
        yield from group(f"{app.name}-{name}", rules)


def _standard(app: App) -> Iterator[Alert]:
    yield from standard.availability(app)
    yield from standard.scraping(app)
    yield from standard.traffic(app)
    yield from standard.saturation(app)
    yield from standard.queue(app)


def _ascending(app: App) -> None:
    """Refuses thresholds of which the critical one is reached before the warning one."""
    limits = app.values["alerts"]["thresholds"]
    errors, latency = limits["errorRatio"], limits["latency"]
    fix = "raise the critical threshold or lower the warning one"
    if errors["critical"] < errors["warning"]:
        message = f"critical ({errors['critical']} %) is below warning ({errors['warning']} %)"
        raise mesh.error(app, "alerts.thresholds.errorRatio", message, "values-thresholds", fix)
    if signals.milliseconds(latency["critical"]) < signals.milliseconds(latency["p99"]):
        message = f"critical ({latency['critical']}) is below p99 ({latency['p99']})"
        raise mesh.error(app, "alerts.thresholds.latency", message, "values-thresholds", fix)


def _domain(app: App, scene: Scene) -> Iterator[dict[str, Any]]:
    wanted = app.values["alerts"]
    for name, alerts in (("keda", controllers.keda), ("argocd", controllers.argocd)):
        settings = wanted.get(name)
        if settings and settings["enabled"]:
            fixed = {"domain": app.name, "service": name, "namespace": settings["namespace"]}
            yield from group(f"{app.name}-{name}", [alert.rule(fixed, scene) for alert in alerts(settings)])
    yield from group(f"{app.name}-extra", list(_domain_extras(app, scene, wanted)))


def _domain_extras(app: App, scene: Scene, wanted: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for written, alert in zip(wanted["extra"], extras(wanted["extra"]), strict=True):
        # No namespace here: the expression knows which one it is about.
        fixed = {"domain": app.name, "service": written.get("service", app.name)}
        yield alert.rule(fixed, scene)

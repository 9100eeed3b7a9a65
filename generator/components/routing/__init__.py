"""Who is told: one AlertmanagerConfig for a domain, and the ExternalSecret with its credentials.

prometheus-operator adds a `namespace` matcher to every AlertmanagerConfig, unless the Alertmanager object says
`alertmanagerConfigMatcherStrategy: {type: None}`. With None one object routes the whole domain by its label; with
OnNamespace a copy has to live in every namespace that alerts come from, and that is what we then render.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import mesh, signals
from generator.model import OMIT, App, Scene, View

from . import receivers
from .local_time import ZONES, minutes, utc_intervals

SCOPES = ("domain",)

_HOURS = "business-hours"


def views(app: App, scene: Scene) -> Iterator[View]:
    """The routes of a domain and the secret they need, in each namespace that needs them."""
    wanted = app.values.get("routing")
    if not wanted or not wanted["enabled"]:
        return
    pages = bool(wanted.get("pagerduty")) and bool(scene.settings.get("paging"))
    data = _config(app, scene, wanted, pages)
    labels = signals.observability(scene).get("alertmanager", {}).get("labels", {})
    secret = _credentials(app, wanted, pages)
    for namespace in _namespaces(app, scene, wanted):
        yield View("externalsecret", _secret(app), secret, namespace=namespace, source=("routing",))
        yield View("alertmanagerconfig", app.name, data, labels, namespace=namespace, source=("routing",))


def _secret(app: App) -> str:
    return f"{app.name}-alerting"


def _namespaces(app: App, scene: Scene, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    own = wanted.get("namespace") or signals.home(app, scene)
    if signals.observability(scene).get("alertmanager", {}).get("matcherStrategy", "None") == "None":
        return (own,)
    declared = {name for name, _ in mesh.namespaces(app)}
    return tuple(sorted({own, *declared, *(s.target.namespace for s in scene.services if s.domain == app.name)}))


def _credentials(app: App, wanted: Mapping[str, Any], pages: bool) -> dict[str, Any]:
    references = [(receivers.SLACK_KEY, wanted["slack"]["secret"])]
    if pages:
        references.append((receivers.PAGERDUTY_KEY, wanted["pagerduty"]["secret"]))
    entries = []
    for key, reference in references:
        remote, _, prop = reference.partition("#")
        entries.append({"key": key, "remote": remote, "property": prop or OMIT})
    return {"store": wanted["secretStore"], "secret": _secret(app), "entries": entries}


def _config(app: App, scene: Scene, wanted: Mapping[str, Any], pages: bool) -> dict[str, Any]:
    mutes = wanted["mutes"]
    hours = wanted["info"].get("businessHours") or signals.observability(scene)["businessHours"]
    slack = wanted["slack"]["channel"]
    paging = {"pagerduty": receivers.pagerduty(app, _secret(app))} if pages else {}
    return {
        "receiver": "warning",
        "matchers": [_equal("domain", app.name)],
        "group_by": wanted["groupBy"],
        "wait": wanted["wait"],
        "interval": wanted["interval"],
        "repeat": wanted["repeat"],
        "routes": list(_routes(wanted)),
        "receivers": [
            {"name": "critical", "slack": receivers.slack(app, _secret(app), slack), **paging},
            {"name": "warning", "slack": receivers.slack(app, _secret(app), slack)},
            {"name": "info", "slack": receivers.slack(app, _secret(app), wanted["info"]["channel"])},
        ],
        "inhibitions": [_inhibition(app, rule) for rule in wanted["inhibit"]],
        "intervals": [
            {"name": _HOURS, "times": _window(app, "routing.info.businessHours", hours, [hours])},
            *({"name": m["name"], "times": _window(app, f"routing.mutes.{m['name']}", m, m["times"])} for m in mutes),
        ],
    }


def _routes(wanted: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    critical = wanted["critical"]
    timing = {"wait": critical["wait"], "interval": critical.get("interval", OMIT), "repeat": critical["repeat"]}
    yield _route("critical", wanted["mutes"], timing, OMIT)
    yield _route("warning", wanted["mutes"], {}, OMIT)
    yield _route("info", wanted["mutes"], {}, [_HOURS])


def _route(severity: str, mutes: Sequence[Mapping[str, Any]], timing: Mapping[str, Any], active: Any) -> dict[str, Any]:
    return {
        "receiver": severity,
        "matchers": [_equal("severity", severity)],
        "wait": timing.get("wait", OMIT),
        "interval": timing.get("interval", OMIT),
        "repeat": timing.get("repeat", OMIT),
        "active": active,
        "routes": list(_muted(severity, mutes, active)) or OMIT,
    }


def _muted(receiver: str, mutes: Sequence[Mapping[str, Any]], active: Any) -> Iterator[dict[str, Any]]:
    """Routes of muted alerts. Each repeats the hours of its parent, since Alertmanager does not inherit intervals."""
    windows: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for mute in mutes:
        key = tuple(sorted((m["name"], m["matchType"], m["value"]) for m in mute["matchers"]))
        windows.setdefault(key, []).append(mute["name"])
    for matchers, names in windows.items():
        route: dict[str, Any] = {
            "receiver": receiver,
            "matchers": [{"name": name, "matchType": kind, "value": value} for name, kind, value in matchers],
            "muteTimeIntervals": names,
        }
        if active is not OMIT:
            route["activeTimeIntervals"] = active
        yield route


def _inhibition(app: App, rule: Mapping[str, Any]) -> dict[str, Any]:
    def side(labels: Mapping[str, str]) -> list[dict[str, str]]:
        # Inhibitions hold for the whole Alertmanager: the domain keeps one team's rule from silencing another's.
        return [_equal(name, value) for name, value in {"domain": app.name, **labels}.items()]

    if rule["source"] == rule["target"]:
        fix = "make source and target differ, for instance by severity"
        raise mesh.error(app, "routing.inhibit", "source and target are the same alerts", "am-inhibit-self", fix)
    return {"source": side(rule["source"]), "target": side(rule["target"]), "equal": rule["equal"]}


def _equal(name: str, value: str) -> dict[str, str]:
    return {"name": name, "matchType": "=", "value": value}


def _window(app: App, key: str, spec: Mapping[str, Any], times: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    if spec["location"] not in ZONES:
        raise mesh.unknown(app, f"{key}.location", "location", spec["location"], ZONES)
    intervals: list[dict[str, Any]] = []
    for number, time in enumerate(times):
        if minutes(time["end"]) <= minutes(time["start"]):
            fix = f"write two windows: {time['start']} to 24:00, and 00:00 to {time['end']} of the next day"
            message = f"{time['end']} is not after {time['start']}"
            place = f"{key}.times[{number}].end" if "times" in spec else f"{key}.end"
            raise mesh.error(app, place, message, "am-time-interval-invalid", fix)
        intervals += utc_intervals(spec["weekdays"], minutes(time["start"]), minutes(time["end"]), spec["location"])
    return intervals

"""What a service promises: recording rules for its objectives, and alerts when it burns its error budget too fast.

Every window is computed from two recorded rates, so that it is weighted by traffic and costs little: the sum of the
recorded bad rates over the sum of the recorded rates. Prometheus must keep data for the whole window.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from generator import mesh, signals
from generator.model import App, Scene, View

from . import burn
from .objective import Objective, objectives

SCOPES = ("service",)

_BAD = "slo:bad_events:rate5m"
_TOTAL = "slo:events:rate5m"
_LEFT = "slo:error_budget:remaining_ratio"


def views(app: App, scene: Scene) -> Iterator[View]:
    """The PrometheusRule `<name>-slo`; none without objectives that can be measured."""
    wanted = app.values.get("slo")
    if not wanted or not wanted["enabled"]:
        return
    if not 7 <= burn.days(wanted["window"]) <= 90:
        fix = "use 30d, or 28d for whole weeks"
        raise mesh.error(app, "slo.window", f"{wanted['window']} is not between 7 and 90 days", "values-slo", fix)
    groups = [_group(app, scene, objective) for objective in objectives(app, wanted)]
    if groups:
        labels = signals.observability(scene).get("ruleLabels", {})
        yield View("prometheusrule", f"{app.name}-slo", {"groups": groups}, labels, source=("slo",))


def _group(app: App, scene: Scene, objective: Objective) -> dict[str, Any]:
    # One group an objective: its rules run in the order written, so alerts see the records of the same moment.
    rules = [*_records(app, objective), *_alerts(app, scene, objective)]
    return {"name": f"{app.name}-slo-{objective.name}", "rules": rules}


def _own(app: App, objective: Objective) -> dict[str, str]:
    return {"domain": app.domain, "namespace": app.target.namespace, "service": app.name, "slo": objective.name}


def _series(app: App, objective: Objective) -> str:
    own = _own(app, objective)
    return signals.selector({key: own[key] for key in ("namespace", "service", "slo")})


def _records(app: App, objective: Objective) -> Iterator[dict[str, Any]]:
    labels, series = _own(app, objective), _series(app, objective)
    window = app.values["slo"]["window"]

    def record(name: str, expr: str) -> dict[str, Any]:
        return {"record": name, "expr": expr, "labels": labels}

    # No series of a counter means it never counted: zero bad events, not an unknown number of them.
    yield record(_BAD, f"({objective.bad})\nor vector(0)")
    yield record(_TOTAL, objective.total)
    for span in dict.fromkeys((*burn.RECORDED, window)):
        if span == "5m":
            expr = f"{_BAD}{series}\n/\n({_TOTAL}{series} > 0)"
        else:
            expr = f"sum_over_time({_BAD}{series}[{span}])\n/\n(sum_over_time({_TOTAL}{series}[{span}]) > 0)"
        yield record(_ratio(span), expr)
    yield record(_LEFT, f"1 -\n{_ratio(window)}{series}\n/ {signals.number(objective.budget)}")


def _ratio(span: str) -> str:
    return f"slo:bad_events:ratio_rate{span}"


def _alerts(app: App, scene: Scene, objective: Objective) -> Iterator[dict[str, Any]]:
    wanted, series = app.values["slo"], _series(app, objective)
    days = burn.days(wanted["window"])
    for pair in burn.PAIRS:
        if burn.useful(pair, objective.budget, days):
            severity = "critical" if pair.pages and wanted["page"] else "warning"
            factor = signals.number(round(pair.factor(days), 3))
            limit = f"{factor} * {signals.number(objective.budget)}"
            expr = "\nand\n".join(f"{_ratio(span)}{series} > {limit}" for span in (pair.long, pair.short))
            more = {"slo": objective.name, "long_window": pair.long, **(wanted.get("labels") or {})}
            yield {
                "alert": "SloBurnRate",
                "expr": expr,
                "for": pair.hold,
                "labels": signals.labels(app, severity, more),
                "annotations": _burning(app, scene, objective, pair, factor),
            }
    yield _exhausted(app, scene, objective)


def _burning(app: App, scene: Scene, objective: Objective, pair: burn.Pair, factor: str) -> dict[str, str]:
    spent = signals.number(pair.spent * Decimal(100))
    return _annotations(
        scene,
        "SloBurnRate",
        f"{app.name} burns its {objective.name} budget at {factor} times the rate it can afford",
        f"{{{{ $value | humanizePercentage }}}} of the requests of the last {pair.long} broke the promise "
        f"({objective.title}); at this rate {spent} % of the whole budget is gone within {pair.long}.",
    )


def _exhausted(app: App, scene: Scene, objective: Objective) -> dict[str, Any]:
    more = {"slo": objective.name, **(app.values["slo"].get("labels") or {})}
    window = app.values["slo"]["window"]
    return {
        "alert": "SloBudgetSpent",
        "expr": f"{_LEFT}{_series(app, objective)}\n<= 0",
        "for": "1h",
        "labels": signals.labels(app, "info", more),
        "annotations": _annotations(
            scene,
            "SloBudgetSpent",
            f"{app.name} has spent its {objective.name} budget",
            f"Over the last {window} the promise ({objective.title}) was broken; "
            "{{ $value | humanizePercentage }} of the budget is left.",
        ),
    }


def _annotations(scene: Scene, name: str, summary: str, description: str) -> dict[str, str]:
    notes = {"summary": summary, "description": description, "runbook_url": signals.runbook(scene, name)}
    return {key: text for key, text in notes.items() if text}

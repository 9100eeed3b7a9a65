"""AlertmanagerConfigs as the one configuration Alertmanager reads, as prometheus-operator merges them.

Receivers and intervals get the object's namespace and name in front, the routes of every object become children of one
root with `continue`, and secrets are dummies: https://prometheus-operator.dev/docs/developer/alerting/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Body = Mapping[str, Any]


def configuration(objects: Iterable[Body]) -> dict[str, Any]:
    """Alertmanager's configuration for all objects of one environment, with no namespace matcher (strategy None)."""
    merged: dict[str, Any] = {
        "route": {"receiver": "null", "routes": []},
        "receivers": [{"name": "null"}],
        "time_intervals": [],
        "inhibit_rules": [],
    }
    for body in objects:
        prefix = f"{body['metadata']['namespace']}/{body['metadata']['name']}/"
        spec = body["spec"]
        merged["route"]["routes"].append(_route(spec["route"], prefix) | {"continue": True})
        merged["receivers"] += [_receiver(item, prefix) for item in spec["receivers"]]
        merged["time_intervals"] += [_interval(item, prefix) for item in spec.get("muteTimeIntervals", ())]
        merged["inhibit_rules"] += [_inhibition(item) for item in spec.get("inhibitRules", ())]
    return merged


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z]+)", lambda found: "_" + found[1].lower(), name)


def _matchers(rows: Iterable[Body]) -> list[str]:
    return [f'{row["name"]}{row["matchType"]}"{row["value"]}"' for row in rows]


def _route(route: Body, prefix: str) -> dict[str, Any]:
    made: dict[str, Any] = {"receiver": prefix + route["receiver"]}
    for key, value in route.items():
        if key == "matchers":
            made["matchers"] = _matchers(value)
        elif key == "routes":
            made["routes"] = [_route(child, prefix) for child in value]
        elif key in ("muteTimeIntervals", "activeTimeIntervals"):
            made[_snake(key)] = [prefix + name for name in value]
        elif key != "receiver":
            made[_snake(key)] = value
    return made


def _receiver(receiver: Body, prefix: str) -> dict[str, Any]:
    made: dict[str, Any] = {"name": prefix + receiver["name"]}
    for kind, configs in receiver.items():
        if kind != "name":
            made[{"pagerdutyConfigs": "pagerduty_configs", "slackConfigs": "slack_configs"}[kind]] = [
                {_snake(key): _setting(key, value) for key, value in config.items()} for config in configs
            ]
    return made


def _setting(key: str, value: Any) -> Any:
    if key == "apiURL":
        return "https://hooks.example.com/" + value["name"]
    if key == "routingKey":
        return f"{value['name']}-{value['key']}"
    return {row["key"]: row["value"] for row in value} if key == "details" else value


def _interval(interval: Body, prefix: str) -> dict[str, Any]:
    made = []
    for item in interval["timeIntervals"]:
        row = {_snake(key): value for key, value in item.items()}
        if "times" in row:
            row["times"] = [{_snake(key): value for key, value in times.items()} for times in row["times"]]
        if "days_of_month" in row:
            row["days_of_month"] = [f"{days['start']}:{days['end']}" for days in row["days_of_month"]]
        made.append(row)
    return {"name": prefix + interval["name"], "time_intervals": made}


def _inhibition(rule: Body) -> dict[str, Any]:
    return {
        "source_matchers": _matchers(rule["sourceMatch"]),
        "target_matchers": _matchers(rule["targetMatch"]),
        "equal": rule["equal"],
    }

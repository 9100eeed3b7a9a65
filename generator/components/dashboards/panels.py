"""Grafana dashboards as data: panels in rows of a 24 column grid.

Legends are left to Grafana (`__auto`): its own template braces would look like an unrendered template in a manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SOURCE = {"type": "prometheus", "uid": "$datasource"}
_WIDTH, _HEIGHT, _COLUMNS = 8, 7, 24


@dataclass(frozen=True)
class Panel:
    """One graph; `queries` are PromQL by legend, where an empty legend is the series' own labels."""

    title: str
    unit: str
    queries: Mapping[str, str]
    description: str = ""


def dashboard(title: str, identity: str, tags: Sequence[str], rows: Mapping[str, Sequence[Panel]]) -> dict[str, Any]:
    """A dashboard whose uid depends on `identity` alone, so that links to it last."""
    panels: list[dict[str, Any]] = []
    top = 0
    for name, row in rows.items():
        panels.append(
            _placed({"type": "row", "title": name, "collapsed": False, "panels": []}, len(panels), 0, top, 24, 1)
        )
        top += 1
        for number, panel in enumerate(row):
            left = number * _WIDTH % _COLUMNS
            if number and left == 0:
                top += _HEIGHT
            panels.append(_placed(_graph(panel), len(panels), left, top, _WIDTH, _HEIGHT))
        top += _HEIGHT
    return {
        "uid": uid(identity),
        "title": title,
        "tags": list(tags),
        "editable": False,
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [{"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Source"}]
        },
        "panels": panels,
    }


def uid(identity: str) -> str:
    """A Grafana uid (at most 40 characters) that never changes while the identity does not."""
    return f"argosy-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"


def text(board: Mapping[str, Any]) -> str:
    """The canonical JSON of a dashboard: the same data is the same bytes."""
    return json.dumps(board, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def _placed(panel: dict[str, Any], number: int, left: int, top: int, width: int, height: int) -> dict[str, Any]:
    return {**panel, "id": number + 1, "gridPos": {"x": left, "y": top, "w": width, "h": height}}


def _graph(panel: Panel) -> dict[str, Any]:
    targets = [
        {"refId": chr(ord("A") + number), "expr": expr, "legendFormat": legend or "__auto"}
        for number, (legend, expr) in enumerate(panel.queries.items())
    ]
    made: dict[str, Any] = {
        "type": "timeseries",
        "title": panel.title,
        "datasource": _SOURCE,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": targets,
    }
    if panel.description:
        made["description"] = panel.description
    return made

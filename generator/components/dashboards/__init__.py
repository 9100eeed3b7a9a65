"""What people look at: ConfigMaps that Grafana's sidecar loads, one for each service and domain that has dashboards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh, signals
from generator.model import App, Scene, View
from generator.names import fit

from .panels import text, uid
from .service import board

SCOPES = ("service", "domain")

# A Grafana dashboard of a megabyte is not readable any more, and etcd refuses a larger object.
_LIMIT = 900_000


def views(app: App, scene: Scene) -> Iterator[View]:
    """The ConfigMap `<name>-dashboards`, one file a dashboard."""
    wanted = app.values["dashboards"]
    files = {}
    if app.scope == "service" and wanted["standard"]:
        files[f"{app.name}.json"] = text(board(app))
    for name, written in sorted(wanted["extra"].items()):
        files[f"{app.name}-{name}.json"] = _extra(app, name, written)
    if not files:
        return
    size = sum(len(content.encode()) for content in files.values())
    if size > _LIMIT:
        fix = "split it, or remove panels"
        raise mesh.error(app, "dashboards.extra", f"the dashboards take {size} bytes", "object-too-large-etcd", fix)
    stack = signals.observability(scene)
    namespace = None if app.scope == "service" else signals.home(app, scene)
    yield View(
        "configmap",
        fit(f"{app.name}-dashboards"),
        {"files": sorted(files.items())},
        stack.get("dashboardLabels", {}),
        {stack.get("dashboardFolderAnnotation", "grafana_folder"): _folder(app, scene)},
        namespace=namespace,
        source=("dashboards",),
    )


def _folder(app: App, scene: Scene) -> str:
    domain = app if app.scope == "domain" else mesh.find_domain(scene, app.domain)
    settings: Mapping[str, Any] = (domain.values.get("dashboards") or {}) if domain else {}
    return str(settings.get("folder") or app.domain)


def _extra(app: App, name: str, written: Any) -> str:
    """A dashboard somebody wrote, as canonical JSON with a uid that lasts."""
    key = f"dashboards.extra.{name}"
    try:
        data = json.loads(written) if isinstance(written, str) else written
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        raise mesh.error(app, key, message, "values-dashboard", "export the dashboard from Grafana again") from None
    if not isinstance(data, Mapping) or not isinstance(data.get("panels"), list):
        fix = "export the dashboard's JSON model, not a link or an API answer"
        raise mesh.error(app, key, "a dashboard is a mapping with panels", "values-dashboard", fix)
    # The numeric id belongs to the Grafana it was exported from; another one would refuse or overwrite by it.
    kept = {field: value for field, value in data.items() if field not in ("id", "version", "iteration")}
    return text({"title": name, "uid": uid(f"{app.domain}/{app.name}/{name}"), **kept})

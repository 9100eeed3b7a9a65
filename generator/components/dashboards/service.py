"""The dashboard every service has: requests, saturation, scaling and promises, each where the service has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import signals
from generator.model import App

from .panels import Panel, dashboard

_STEP = "$__rate_interval"


def board(app: App) -> dict[str, Any]:
    """The standard dashboard of a service in one namespace."""
    rows = {
        "Requests": tuple(_requests(app)) if signals.serves_requests(app) else (),
        "Promises": tuple(_promises(app)),
        "Saturation": tuple(_saturation(app)),
        "Scaling": tuple(_scaling(app)),
    }
    title = f"{app.name} ({app.target.namespace})"
    kept = {name: panels for name, panels in rows.items() if panels}
    return dashboard(title, f"{app.target.namespace}/{app.name}", [app.domain, "argosy"], kept)


def _requests(app: App) -> Iterator[Panel]:
    series = f"istio_requests_total{signals.requests(app)}"
    yield Panel("Requests by response code", "reqps", {"": f"sum by (response_code) (rate({series}[{_STEP}]))"})
    errors = f"{signals.error_rate(app, _STEP)} / {signals.request_rate(app, _STEP)}"
    yield Panel("Error ratio", "percentunit", {"errors": errors})
    buckets = f"istio_request_duration_milliseconds_bucket{signals.requests(app)}"
    quantiles = {
        f"p{q}": f"histogram_quantile({signals.ratio(q)}, sum by (le) (rate({buckets}[{_STEP}])))" for q in (50, 95, 99)
    }
    yield Panel("Latency", "ms", quantiles)
    yield Panel("Requests by caller", "reqps", {"": f"sum by (source_workload) (rate({series}[{_STEP}]))"})
    flagged = "istio_requests_total" + signals.requests(app, 'response_flags!="-"')
    yield Panel(
        "Requests with a response flag",
        "reqps",
        {"": f"sum by (response_flags) (rate({flagged}[{_STEP}]))"},
        "UO: circuit open. UH: no healthy endpoint. UF: connection failed. UT: timeout. URX: retries used up.",
    )


def _promises(app: App) -> Iterator[Panel]:
    slo = app.values.get("slo") or {}
    if not slo.get("enabled", True) or not (slo.get("availability") or slo.get("latency")):
        return
    if not (signals.serves_requests(app) or slo.get("sli")):
        return
    series = signals.selector({"namespace": app.target.namespace, "service": app.name})
    left = f"max by (slo) (slo:error_budget:remaining_ratio{series})"
    yield Panel(f"Error budget left ({slo['window']})", "percentunit", {"": left})
    rates = {span: f"max by (slo) (slo:bad_events:ratio_rate{span}{series})" for span in ("1h", "6h", "3d")}
    yield Panel("Broken promises", "percentunit", rates)


def _saturation(app: App) -> Iterator[Panel]:
    own = signals.selector({"namespace": app.target.namespace, "container": app.name})
    used = f"sum by (pod) (rate(container_cpu_usage_seconds_total{own}[{_STEP}]))"
    yield Panel(
        "CPU",
        "cores",
        {"": used, "request": _resource(app, "requests", "cpu"), "limit": _resource(app, "limits", "cpu")},
    )
    used = f"sum by (pod) (container_memory_working_set_bytes{own})"
    bounds = {"request": _resource(app, "requests", "memory"), "limit": _resource(app, "limits", "memory")}
    yield Panel("Memory", "bytes", {"": used, **bounds})
    restarts = f"sum by (pod) (increase(kube_pod_container_status_restarts_total{own}[15m]))"
    yield Panel("Restarts in 15 minutes", "short", {"": restarts})


def _resource(app: App, side: str, resource: str) -> str:
    own = signals.selector({"namespace": app.target.namespace, "container": app.name, "resource": resource})
    return f"max(kube_pod_container_resource_{side}{own})"


def _scaling(app: App) -> Iterator[Panel]:
    kind = app.values.get("kind", "Deployment").lower()
    ready = {
        "deployment": ("kube_deployment_spec_replicas", "kube_deployment_status_replicas_available"),
        "statefulset": ("kube_statefulset_replicas", "kube_statefulset_status_replicas_ready"),
    }.get(kind)
    if ready is None:
        return
    own = signals.selector({"namespace": app.target.namespace, kind: app.name})
    queries = {"wanted": f"max({ready[0]}{own})", "available": f"max({ready[1]}{own})"}
    scaling = app.values.get("autoscaling")
    if scaling:
        whose = f'horizontalpodautoscaler=~"(keda-hpa-)?{app.name}"'
        hpa = signals.selector({"namespace": app.target.namespace}, whose)
        queries["min"] = f"max(kube_horizontalpodautoscaler_spec_min_replicas{hpa})"
        queries["max"] = f"max(kube_horizontalpodautoscaler_spec_max_replicas{hpa})"
    yield Panel("Replicas", "short", queries)
    if scaling and scaling.get("triggers"):
        # KEDA's own namespace label, or exported_namespace where the scrape does not honour it.
        rows = (
            f"keda_scaler_metrics_value{signals.selector({label: app.target.namespace, 'scaledObject': app.name})}"
            for label in ("exported_namespace", "namespace")
        )
        yield Panel("KEDA triggers", "short", {"": f"max by (metric) ({' or '.join(rows)})"})

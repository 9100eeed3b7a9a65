"""The alerts that every service has, each only where the service has what it is about.

Container series are those of cAdvisor and kube-state-metrics; the main container is called like the service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh, signals
from generator.model import App

from .rule import Alert

_REPLICAS = {
    "Deployment": ("deployment", "kube_deployment_spec_replicas", "kube_deployment_status_replicas_available"),
    "StatefulSet": ("statefulset", "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready"),
}
# What KEDA calls the metric of a queue, by trigger type: s<index>-<this>-<queue>.
_QUEUES = {
    "redis": "redis",
    "redis-cluster": "redis",
    "redis-sentinel": "redis",
    "redis-streams": "redis-streams",
    "redis-cluster-streams": "redis-streams",
    "redis-sentinel-streams": "redis-streams",
    "kafka": "kafka",
    "apache-kafka": "kafka",
    "rabbitmq": "rabbitmq",
    "nats-jetstream": "nats-jetstream",
    "aws-sqs-queue": "aws-sqs",
    "azure-queue": "azure-queue",
    "azure-servicebus": "azure-servicebus",
    "gcp-pubsub": "gcp-ps",
    "pulsar": "pulsar",
    "activemq": "activemq",
}


def availability(app: App) -> Iterator[Alert]:
    """Whether it runs at all."""
    kind = app.values.get("kind", "Deployment")
    if kind in _REPLICAS:
        yield _down(app, *_REPLICAS[kind])
    else:
        yield _job_failed(app)
    yield _crash_looping(app)


def _down(app: App, label: str, wanted: str, ready: str) -> Alert:
    whose = signals.selector({"namespace": app.target.namespace, label: app.name})
    # Idle at zero replicas is not down: it counts only while somebody wants replicas.
    expr = f"{wanted}{whose} > 0\nand on (namespace, {label})\n{ready}{whose} == 0"
    return Alert(
        "ServiceDown",
        "critical",
        expr,
        "2m",
        f"{app.name} is down",
        f"None of the {{{{ $value }}}} wanted replicas of {app.name} in {app.target.namespace} is available.",
    )


def _job_failed(app: App) -> Alert:
    whose = signals.selector({"namespace": app.target.namespace}, f'job_name=~"{app.name}(-[0-9a-f]+)?"')
    return Alert(
        "JobFailed",
        "critical",
        f"sum by (namespace, job_name) (kube_job_status_failed{whose})\n> 0",
        "5m",
        f"A job of {app.name} failed",
        "Job {{ $labels.namespace }}/{{ $labels.job_name }} has {{ $value }} failed pods.",
    )


def _container(app: App, **more: str) -> str:
    return signals.selector({"namespace": app.target.namespace, "container": app.name, **more})


def _crash_looping(app: App) -> Alert:
    restarts = app.values["alerts"]["thresholds"]["restarts"]
    series = f"kube_pod_container_status_restarts_total{_container(app)}"
    return Alert(
        "CrashLooping",
        "critical",
        f"sum by (namespace, pod, container) (increase({series}[15m]))\n>= {restarts}",
        "1m",
        f"{app.name} is crash looping",
        "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} restarted "
        "{{ $value | humanize }} times in 15 minutes.",
    )


def scraping(app: App) -> Iterator[Alert]:
    """Whether its metrics can be read."""
    kind = app.values.get("kind", "Deployment")
    if mesh.scrape(app) is not None and kind in _REPLICAS:
        yield Alert(
            "MetricsUnreachable",
            "warning",
            f"up{signals.own(app)}\n== 0",
            "10m",
            f"Prometheus cannot scrape {app.name}",
            "The metrics of {{ $labels.namespace }}/{{ $labels.pod }} could not be read for 10 minutes.",
        )


def traffic(app: App) -> Iterator[Alert]:
    """Errors, latency and open circuits, as its clients in the mesh see them."""
    if not signals.serves_requests(app):
        return
    limits = app.values["alerts"]["thresholds"]
    for severity in ("warning", "critical"):
        percent = limits["errorRatio"][severity]
        yield Alert(
            "HighErrorRatio",
            severity,
            f"{signals.error_rate(app, '5m')}\n/\n({signals.request_rate(app, '5m')} > 0)\n> {signals.ratio(percent)}",
            "5m" if severity == "warning" else "2m",
            f"{app.name} fails {{{{ $value | humanizePercentage }}}} of its requests",
            f"More than {signals.number(percent)} % of the requests to {app.name} fail with a server error.",
        )
    latency = limits["latency"]
    yield _slow(app, "HighLatencyP95", "warning", 95, latency["p95"])
    yield _slow(app, "HighLatencyP99", "warning", 99, latency["p99"])
    yield _slow(app, "HighLatencyP99", "critical", 99, latency["critical"])
    yield _circuit_open(app)


def _slow(app: App, name: str, severity: str, percentile: int, limit: str) -> Alert:
    series = f"istio_request_duration_milliseconds_bucket{signals.requests(app)}"
    quantile = f"histogram_quantile({signals.ratio(percentile)}, sum by (le) (rate({series}[5m])))"
    return Alert(
        name,
        severity,
        f"{quantile} / 1000\n> {signals.seconds(limit)}",
        "5m",
        f"{app.name} is slow: p{percentile} is {{{{ $value | humanizeDuration }}}}",
        f"{100 - percentile} % of the requests to {app.name} take longer than {limit}.",
    )


def _circuit_open(app: App) -> Alert:
    # UO: more connections or requests than the circuit breaker admits. UH: every endpoint is ejected or gone.
    flagged = signals.requests(app, 'response_flags=~".*(UO|UH).*"')
    return Alert(
        "CircuitBreakerOpen",
        "warning",
        f"sum by (response_flags) (rate(istio_requests_total{flagged}[5m]))\n> 0",
        "5m",
        f"The circuit to {app.name} is open",
        f"Proxies reject {{{{ $value | humanize }}}} requests/s to {app.name} ({{{{ $labels.response_flags }}}}): "
        "UO means too many at a time, UH no healthy endpoint.",
    )


def saturation(app: App) -> Iterator[Alert]:
    """CPU and memory near their limits, and an autoscaler with no room left."""
    limits = (app.values.get("resources") or {}).get("limits") or {}
    thresholds = app.values["alerts"]["thresholds"]
    if "cpu" in limits:
        used = f"rate(container_cpu_usage_seconds_total{_container(app)}[5m])"
        yield _near_limit(app, "CpuNearLimit", "cpu", "CPU", used, thresholds["cpu"], "15m")
    if "memory" in limits:
        used = f"container_memory_working_set_bytes{_container(app)}"
        yield _near_limit(app, "MemoryNearLimit", "memory", "memory", used, thresholds["memory"], "10m")
    yield from _at_maximum(app, thresholds["atMaximum"])


def _near_limit(app: App, name: str, resource: str, word: str, used: str, percent: float, hold: str) -> Alert:
    limit = f"kube_pod_container_resource_limits{_container(app, resource=resource)}"
    by = "sum by (namespace, pod, container)"
    return Alert(
        name,
        "warning",
        f"{by} ({used})\n/\n{by} ({limit})\n> {signals.ratio(percent)}",
        hold,
        f"{app.name} uses {{{{ $value | humanizePercentage }}}} of its {word} limit",
        f"{{{{ $labels.namespace }}}}/{{{{ $labels.pod }}}} has been above {signals.number(percent)} % of its {word} "
        f"limit for {hold}.",
    )


def _at_maximum(app: App, hold: str) -> Iterator[Alert]:
    scaling: Mapping[str, Any] = app.values.get("autoscaling") or {}
    if not scaling or scaling.get("enabled") is False or scaling.get("min") == scaling.get("max"):
        return
    # KEDA calls the HPA it makes keda-hpa-<name>.
    whose = signals.selector({"namespace": app.target.namespace}, f'horizontalpodautoscaler=~"(keda-hpa-)?{app.name}"')
    yield Alert(
        "AutoscalerAtMaximum",
        "warning",
        f"kube_horizontalpodautoscaler_status_current_replicas{whose}\n"
        ">= on (namespace, horizontalpodautoscaler)\n"
        f"kube_horizontalpodautoscaler_spec_max_replicas{whose}",
        hold,
        f"{app.name} runs at its maximum of {{{{ $value }}}} replicas",
        f"The autoscaler of {app.name} has been at its maximum for {hold} and can add no more.",
    )


def queue(app: App) -> Iterator[Alert]:
    """A backlog that does not shrink; only for services that work off a queue."""
    wanted = app.values["alerts"]["queue"]
    expr = wanted.get("expr") or _backlog(app)
    if not wanted["enabled"] or not expr:
        return
    limit, hold = signals.number(wanted["threshold"]), wanted["for"]
    yield Alert(
        "QueueBacklog",
        "warning",
        f"max({expr.strip()})\n> {limit}",
        hold,
        f"{app.name} is {{{{ $value | humanize }}}} items behind",
        f"More than {limit} items have been waiting for {app.name} for {hold}.",
    )


def _backlog(app: App) -> str:
    triggers = (app.values.get("autoscaling") or {}).get("triggers") or ()
    kinds = sorted({_QUEUES[t["type"]] for t in triggers if t.get("type") in _QUEUES})
    if not kinds:
        return ""
    metric = f'metric=~"s[0-9]+-({"|".join(kinds)})-.+"'
    # The namespace of the ScaledObject: KEDA's own label, or exported_namespace where the scrape does not honour it.
    rows = (
        f"keda_scaler_metrics_value{signals.selector({label: app.target.namespace, 'scaledObject': app.name}, metric)}"
        for label in ("exported_namespace", "namespace")
    )
    return "\n  or ".join(rows)

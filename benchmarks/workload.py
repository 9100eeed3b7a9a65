"""A synthetic fleet of S services in three environments, ten objects each, derived from each service's number.

Deployment, Service, ServiceAccount, PodDisruptionBudget, HorizontalPodAutoscaler or ScaledObject, VirtualService,
DestinationRule, PrometheusRule, ServiceMonitor, Application. No randomness: the same S gives the same files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.yamlio.write import write

ENVIRONMENTS = ("dev", "staging", "prod")
TEAMS = ("payments", "checkout", "catalog", "search", "identity", "logistics", "media", "platform")


def fleet() -> dict[str, Any]:
    stages = {"dev": "development", "staging": "staging", "prod": "production"}
    return {
        "repository": {"url": "https://git.example.test/platform/deploy.git", "revision": "main"},
        "environments": {
            name: {"stage": stages[name], "cluster": {"server": f"https://{name}.k8s.example.test:6443"}}
            for name in ENVIRONMENTS
        },
        "domains": {team: {"owner": team} for team in TEAMS},
        "products": {"kubernetes": "1.33", "keda": "2.18", "istio": "1.28", "argocd": "3.2"},
    }


def defaults() -> dict[str, Any]:
    return {
        "ports": {"http": 8080, "metrics": 9090},
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
        "env": {
            "LOG_FORMAT": "json",
            "GOMAXPROCS": "2",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://otel-collector.observability:4317",
            "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        },
        "health": {
            "liveness": {"path": "/healthz", "initialDelay": 10, "period": 10},
            "readiness": {"path": "/readyz", "initialDelay": 5, "period": 5},
            "startup": {"path": "/healthz", "period": 3, "failures": 30},
        },
        "security": {"runAsUser": 10001, "fsGroup": 10001},
        "autoscaling": {"min": 1, "max": 4, "cpu": 70},
        "traffic": {
            "timeout": "15s",
            "retries": {"attempts": 3, "perTry": "5s", "retryOn": ["5xx", "reset", "connect-failure"]},
            "circuitBreaker": {
                "connections": 200,
                "requests": 200,
                "ejectAfter": 5,
                "interval": "30s",
                "ejectFor": "60s",
            },
            "subsets": {"stable": {"version": "stable"}},
        },
        "alerts": {"standard": False},
        "dashboards": {"standard": False},
        "slo": {"enabled": False},
        "monitoring": {"interval": "30s", "path": "/metrics"},
    }


def environment(name: str) -> dict[str, Any]:
    service: dict[str, Any] = {
        "env": {"ENVIRONMENT": name, "LOG_LEVEL": {"dev": "debug", "staging": "info", "prod": "warn"}[name]}
    }
    if name == "staging":
        service["autoscaling"] = {"min": 2, "max": 6}
    if name == "prod":
        service["autoscaling"] = {"min": 3, "max": 12}
        service["resources"] = {"requests": {"cpu": "250m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}}
        service["disruption"] = {"maxUnavailable": 1}
    return {"service": service, "argocd": {"prune": name != "prod"}, "mesh": {"cni": True}}


def domain(team: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "description": f"The {team} team's services.",
        "namespaces": {team: {}},
        "monitoring": {"proxies": False},
    }
    if team == "platform":
        values["gateways"] = {"public": {"namespace": "istio-system"}}
    return values


def service(number: int) -> dict[str, Any]:
    name, team = f"svc-{number:04d}", TEAMS[number % 8]
    sources = ("CACHE_ADDR", "DB_HOST", "QUEUE_URL", "PEER_ADDR", "BLOB_BUCKET")[: 2 + number % 4]
    env = {f"{key}_{n}": f"{key.lower()}-{number}-{n}.{team}.internal:{6000 + n}" for n, key in enumerate(sources)}
    env["FEATURE_FLAGS"] = ",".join(f"f{(number * 7 + k) % 97}" for k in range(3 + number % 5))
    env["WORKERS"] = str(1 + number % 8)
    env["DEBUG_SAMPLING"] = "off" if number % 2 else "0.1"
    values: dict[str, Any] = {
        "domain": team,
        "namespace": team,
        "image": {"repository": f"registry.example.test/{team}/{name}", "tag": f"1.{number % 20}.{number % 7}"},
        "env": env,
        "envFrom": [{"secret": f"{name}-{kind}"} for kind in ("db", "api")[: 1 + number % 2]],
        "traffic": {
            "hosts": [f"{name}.example.test"],
            "paths": [f"/{team}/{name}", f"/api/v{1 + number % 3}/{name}"],
        },
        "alerts": {"extra": list(_alerts(name, team))},
    }
    if number % 4 == 0:
        values["autoscaling"] = {
            "triggers": [
                {
                    "name": "events", "type": "kafka", "servers": "kafka.data:9092", "group": name,
                    "topic": f"{name}-events", "lag": 50 + number % 50,
                }
            ]
        }  # fmt: skip
    if number % 3 == 0:
        values["traffic"]["subsets"] = {"canary": {"version": "canary"}}
        values["traffic"]["split"] = {"stable": 90, "canary": 10}
        values["traffic"]["pin"] = {"canary": [{"header": "x-canary", "exact": "true"}]}
    if number % 5 == 0:
        values["ports"] = {"http": 9000}
        values["resources"] = {"requests": {"cpu": "200m"}}
    return values


def _alerts(name: str, team: str) -> Iterator[dict[str, Any]]:
    chosen = f'destination_service_name="{name}",destination_service_namespace="{team}"'
    requests = f"sum(rate(istio_requests_total{{{chosen}"
    rows = (
        ("HighErrorRate", f'{requests},response_code=~"5.."}}[5m])) / {requests}}}[5m])) > 0.02', "5m", "warning"),
        (
            "HighLatency",
            "histogram_quantile(0.99, sum by (le) "
            f"(rate(istio_request_duration_milliseconds_bucket{{{chosen}}}[5m]))) > 750",
            "10m",
            "warning",
        ),
        (
            "PodRestarts",
            f'increase(kube_pod_container_status_restarts_total{{namespace="{team}",pod=~"{name}-.*"}}[15m]) > 3',
            "15m",
            "info",
        ),
    )
    for alert, expression, lasting, severity in rows:
        summary = f"{name}: {alert} at {{{{ $value }}}}"
        yield {"name": alert, "expr": expression, "for": lasting, "severity": severity, "summary": summary}


def service_environment(number: int, name: str) -> dict[str, Any]:
    place = ("prod", "staging", "dev").index(name)
    values: dict[str, Any] = {"image": {"tag": f"1.{number % 20}.{number % 7 + place}"}}
    if name == "prod":
        values["env"] = {"WORKERS": str(4 + number % 8)}
        if number % 3 == 0:
            values["traffic"] = {"split": {"stable": 95, "canary": 5}}
    if name == "dev" and number % 2:
        values["env"] = {"DEBUG": "true"}
    return values


def files(services: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every values file, by path relative to the repository."""
    yield "values/fleet.yaml", fleet()
    yield "values/defaults.yaml", defaults()
    for name in ENVIRONMENTS:
        yield f"values/environments/{name}.yaml", environment(name)
    for team in TEAMS:
        yield f"values/domains/{team}.yaml", domain(team)
    for number in range(1, services + 1):
        folder = f"values/services/svc-{number:04d}"
        yield f"{folder}/values.yaml", service(number)
        for name in ENVIRONMENTS:
            yield f"{folder}/{name}.yaml", service_environment(number, name)


def generate(out: Path, services: int) -> None:
    """Write the fleet below `out`."""
    for path, values in files(services):
        target = out / path
        os.makedirs(target.parent, exist_ok=True)  # noqa: PTH103
        target.write_text(write(values), encoding="utf8", newline="\n")

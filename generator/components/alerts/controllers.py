"""The alerts about the controllers that everything else relies on: KEDA and Argo CD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import signals

from .rule import Alert

# KEDA's metrics have a namespace label of their own, which a scrape renames to this one.
_OWNER = "exported_namespace, scaledObject"
_OBJECT = "{{ $labels.exported_namespace }}/{{ $labels.scaledObject }}"


def keda(wanted: Mapping[str, Any]) -> Iterator[Alert]:
    """KEDA itself, its scalers and its ScaledObjects. https://keda.sh/docs/latest/integrations/prometheus/"""
    yield _gone("KedaOperatorDown", wanted["namespace"], "keda-operator", "no ScaledObject is reconciled or activated")
    yield _gone(
        "KedaMetricsServerDown", wanted["namespace"], "keda-operator-metrics-apiserver", "HPAs read no external metrics"
    )
    yield Alert(
        "KedaScalerErrors",
        "warning",
        f"sum by ({_OWNER}, scaler) (rate(keda_scaler_detail_errors_total[5m]))\n> 0",
        "5m",
        f"A scaler of {_OBJECT} fails",
        f"The {{{{ $labels.scaler }}}} of {_OBJECT} cannot read its metric; after enough failures the fallback holds.",
    )
    yield Alert(
        "KedaScaledObjectErrors",
        "warning",
        f"sum by ({_OWNER}) (rate(keda_scaled_object_errors_total[5m]))\n> 0",
        "5m",
        f"ScaledObject {_OBJECT} is in error",
        f"KEDA cannot reconcile {_OBJECT}: it does not scale.",
    )
    yield Alert(
        "KedaScaledObjectPaused",
        "info",
        f"max by ({_OWNER}) (keda_scaled_object_paused)\n> 0",
        wanted["paused"],
        f"ScaledObject {_OBJECT} is paused",
        f"{_OBJECT} has been paused for {wanted['paused']} and does not scale.",
    )
    yield from _late(signals.seconds(wanted["latency"]), wanted["latency"])


def _late(limit: str, text: str) -> Iterator[Alert]:
    yield Alert(
        "KedaScalerLatencyHigh",
        "warning",
        f"max by ({_OWNER}, scaler) (keda_scaler_metrics_latency_seconds)\n> {limit}",
        "5m",
        f"A scaler of {_OBJECT} takes {{{{ $value | humanizeDuration }}}} to answer",
        f"Reading the {{{{ $labels.scaler }}}} of {_OBJECT} takes longer than {text}: it scales late.",
    )
    yield Alert(
        "KedaScalingLatencyHigh",
        "warning",
        # `resource` is the ScaledObject or ScaledJob, `type` says which.
        f"max by (exported_namespace, type, resource) (keda_internal_scale_loop_latency_seconds)\n> {limit}",
        "5m",
        "KEDA scales {{ $labels.exported_namespace }}/{{ $labels.resource }} late",
        f"The scaling loop of {{{{ $labels.type }}}} {{{{ $labels.resource }}}} is more than {text} behind.",
    )


def _gone(name: str, namespace: str, deployment: str, consequence: str) -> Alert:
    whose = signals.selector({"namespace": namespace, "deployment": deployment})
    return Alert(
        name,
        "critical",
        f"absent(\n  kube_deployment_status_replicas_available{whose} > 0\n)",
        "5m",
        f"{deployment} is down",
        f"No replica of {namespace}/{deployment} is available: {consequence}.",
    )


def argocd(wanted: Mapping[str, Any]) -> Iterator[Alert]:
    """The state of Applications. https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/"""
    app = "{{ $labels.name }}"
    yield Alert(
        "ArgoCdAppOutOfSync",
        "warning",
        'max by (name, project) (argocd_app_info{sync_status="OutOfSync"})\n> 0',
        wanted["outOfSync"],
        f"Application {app} is out of sync",
        f"{app} of project {{{{ $labels.project }}}} has differed from git for {wanted['outOfSync']}.",
    )
    yield Alert(
        "ArgoCdAppDegraded",
        "critical",
        'max by (name, project) (argocd_app_info{health_status="Degraded"})\n> 0',
        wanted["degraded"],
        f"Application {app} is degraded",
        f"An object of {app} in project {{{{ $labels.project }}}} has been unhealthy for {wanted['degraded']}.",
    )
    yield Alert(
        "ArgoCdSyncFailed",
        "warning",
        'sum by (name, project) (increase(argocd_app_sync_total{phase=~"Error|Failed"}[10m]))\n> 0',
        "1m",
        f"A sync of {app} failed",
        f"{app} of project {{{{ $labels.project }}}} could not be synced in the last 10 minutes.",
    )

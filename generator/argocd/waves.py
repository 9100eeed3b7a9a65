"""Sync waves, computed from what refers to what; nobody types them.

Argo CD orders by phase, wave, kind, name, and every custom kind shares one rank, so between custom kinds only waves
order (https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from generator.model import App

Kind = tuple[str, str]
"""API group and kind."""

_WORKLOADS: tuple[Kind, ...] = (
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("apps", "DaemonSet"),
    ("batch", "Job"),
    ("batch", "CronJob"),
    ("keda.sh", "ScaledJob"),
    ("argoproj.io", "Rollout"),
    ("serving.kserve.io", "InferenceService"),
    ("argoproj.io", "Workflow"),
    ("argoproj.io", "CronWorkflow"),
    ("batch.volcano.sh", "Job"),
)
_INPUTS: tuple[Kind, ...] = (
    ("", "ServiceAccount"),
    ("", "ConfigMap"),
    ("", "Secret"),
    ("external-secrets.io", "ExternalSecret"),
    ("", "PersistentVolumeClaim"),
    ("kafka.strimzi.io", "KafkaTopic"),
)
_NAMESPACED_POLICY: tuple[Kind, ...] = (
    ("security.istio.io", "PeerAuthentication"),
    ("security.istio.io", "AuthorizationPolicy"),
    ("security.istio.io", "RequestAuthentication"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("", "ResourceQuota"),
    ("", "LimitRange"),
    ("networking.istio.io", "ServiceEntry"),
    ("networking.istio.io", "Sidecar"),
    ("telemetry.istio.io", "Telemetry"),
)

FOLLOWS: Mapping[Kind, tuple[Kind, ...]] = {
    **dict.fromkeys((*_INPUTS, *_NAMESPACED_POLICY), (("", "Namespace"),)),
    # An ExternalSecret stays in error until its store answers.
    ("external-secrets.io", "ExternalSecret"): (
        ("", "Namespace"),
        ("external-secrets.io", "SecretStore"),
        ("external-secrets.io", "ClusterSecretStore"),
    ),
    # A pod does not start before the Secret, ConfigMap and ServiceAccount it names exist, nor is it safe before the
    # policies that guard it.
    **dict.fromkeys(_WORKLOADS, (*_INPUTS, *_NAMESPACED_POLICY, ("keda.sh", "TriggerAuthentication"))),
    ("", "Service"): (("", "Namespace"),),
    ("keda.sh", "TriggerAuthentication"): (("", "Secret"), ("external-secrets.io", "ExternalSecret")),
    # Autoscalers and budgets name the workload.
    ("autoscaling", "HorizontalPodAutoscaler"): _WORKLOADS,
    ("keda.sh", "ScaledObject"): (*_WORKLOADS, ("keda.sh", "TriggerAuthentication")),
    ("policy", "PodDisruptionBudget"): _WORKLOADS,
    # Subsets need pods that carry their labels, and exist before a route uses them.
    ("networking.istio.io", "DestinationRule"): (("", "Service"), *_WORKLOADS, ("networking.istio.io", "ServiceEntry")),
    ("networking.istio.io", "Gateway"): (("", "Secret"), ("external-secrets.io", "ExternalSecret")),
    ("networking.istio.io", "VirtualService"): (
        ("networking.istio.io", "DestinationRule"),
        ("networking.istio.io", "Gateway"),
        ("", "Service"),
    ),
    # What observes comes last: an alert or a dashboard on something that is not there yet only makes noise.
    ("monitoring.coreos.com", "ServiceMonitor"): (("", "Service"), *_WORKLOADS),
    ("monitoring.coreos.com", "PodMonitor"): _WORKLOADS,
    ("monitoring.coreos.com", "PrometheusRule"): (
        ("monitoring.coreos.com", "ServiceMonitor"),
        ("monitoring.coreos.com", "PodMonitor"),
        ("networking.istio.io", "VirtualService"),
        ("autoscaling", "HorizontalPodAutoscaler"),
        ("keda.sh", "ScaledObject"),
        *_WORKLOADS,
    ),
    ("monitoring.coreos.com", "AlertmanagerConfig"): (
        ("", "Secret"),
        ("external-secrets.io", "ExternalSecret"),
        ("", "Namespace"),
    ),
}
"""What has to exist before a kind is applied, and why, as far as both are in one Application."""

PROJECTS, PLATFORM, DOMAINS, SERVICES = -100, -50, -10, 0
"""Bands of waves between the children of a root: a new operator never moves the Applications after it."""


def kind_of(api_version: str, kind: str) -> Kind:
    return (api_version.rpartition("/")[0], kind)


def wave(api_version: str, kind: str, present: frozenset[tuple[str, str]]) -> int:
    """The wave of a kind among the (apiVersion, kind) pairs of its Application: the longest chain that precedes it."""
    return _waves(present).get((api_version, kind), 0)


@lru_cache(maxsize=512)
def _waves(present: frozenset[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
    """The wave of each pair: apps come in few sets of kinds, so most are answered from here."""
    ranks = _ranks(frozenset(kind_of(*pair) for pair in present))
    return {pair: ranks[kind_of(*pair)] for pair in present}


def _ranks(present: frozenset[Kind]) -> Mapping[Kind, int]:
    ranks: dict[Kind, int] = {}

    def rank(kind: Kind) -> int:
        if kind not in ranks:
            ranks[kind] = 0
            before = [rank(other) + 1 for other in FOLLOWS.get(kind, ()) if other in present and other != kind]
            ranks[kind] = max(before, default=0)
        return ranks[kind]

    for kind in sorted(present):
        rank(kind)
    return ranks


def platform_ranks(components: Collection[App]) -> Mapping[str, int]:
    """How many components have to come before each, by name; a loop ends where it closes."""
    needs = {app.name: list(app.values.get("needs", ())) for app in components}
    ranks: dict[str, int] = {}

    def rank(name: str) -> int:
        if name not in ranks:
            ranks[name] = 0
            ranks[name] = max((rank(other) + 1 for other in needs.get(name, ()) if other in needs), default=0)
        return ranks[name]

    for name in sorted(needs):
        rank(name)
    return ranks

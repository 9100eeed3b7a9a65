"""Alerts and recorded series that kube-prometheus brings along, so that they need not stand in the repository.

Source: https://github.com/prometheus-operator/kube-prometheus/tree/main/manifests (the rules of its mixins).
"""

from __future__ import annotations

import re

_ALERTS = re.compile(
    r"(?:Alertmanager|Config|CPUThrottling|etcd|General|InfoInhibitor|Kube|Node|Prometheus|TargetDown|Thanos|Watchdog)"
    r"[A-Za-z0-9]*"
)
_RECORDS = re.compile(
    r"(?:apiserver_request|cluster_quantile|node_quantile|code(?:_resource|_verb)?|cluster_verb_scope[a-z_]*):.+"
    r"|count:up[01]|instance(?:_device)?:node_.+|namespace_(?:cpu|memory|workload_pod):(?:kube|container)_.+"
    r"|node:node_.+|node_cpu:.+|cluster:(?:node_cpu|namespace):.+|node_namespace_pod(?:_container)?:.+|:node_memory_.+"
)


def alert_upstream(name: str) -> bool:
    """Whether an alert may be one of kube-prometheus."""
    return _ALERTS.fullmatch(name) is not None


def recorded_upstream(name: str) -> bool:
    """Whether a recorded series may be one of kube-prometheus."""
    return _RECORDS.fullmatch(name) is not None

"""relabelling that throws every sample away

Why: A drop whose expression matches everything, or a keep that matches none of the metrics in use, leaves rules and
autoscalers without data.
Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, metricRelabelings: [{action: drop, regex: ".*"}]}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, metricRelabelings: [{action: drop, sourceLabels: [__name__], regex: "go_.*"}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds, re2
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries, text
from generator.facts.scraping import endpoints
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        for field, what in (("relabelings", "target"), ("metricRelabelings", "sample")):
            for n, row in entries(endpoint.body, field):
                pattern = text(row, "regex") or "(.*)"
                action = text(row, "action").lower()
                kept_empty = action == "keep" and rows(row, "sourceLabels") and re2.texts(pattern) == ("",)
                if (action == "drop" and re2.everything(pattern)) or kept_empty:
                    yield Problem(
                        f"this {action} throws every {what} away",
                        (*endpoint.path, field, n),
                        fix="narrow the regular expression, or remove the endpoint",
                    )

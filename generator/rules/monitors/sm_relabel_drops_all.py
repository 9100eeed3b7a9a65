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

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds, re2
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.facts.scraping import endpoints, relabelings
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
_NAME, _DEFAULT = "__name__", "(.*)"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
NEEDS = ("relabelings", "metricRelabelings", "relabelingConfigs")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        for path, row, samples in relabelings(endpoint):
            action = text(row, "action").lower()
            if action in ("drop", "keep") and _throws(action, row):
                yield Problem(
                    f"this {action} throws every {'sample' if samples else 'target'} away",
                    path,
                    fix="narrow the regular expression, or remove the endpoint",
                )
            elif samples and action in ("labelkeep", "labeldrop") and _unnames(action, text(row, "regex")):
                yield Problem(
                    f"this {action} takes the names of all metrics away, and the scrape fails",
                    (*path, "regex") if "regex" in row else path,
                    fix="keep the label `__name__` too" if action == "labelkeep" else "spare the label `__name__`",
                )


def _throws(action: str, row: Mapping[str, Any]) -> bool:
    pattern = text(row, "regex") or _DEFAULT
    if action == "keep":
        return bool(rows(row, "sourceLabels")) and re2.texts(pattern) == ("",)
    return re2.everything(pattern) or (rows(row, "sourceLabels") == [_NAME] and pattern in (".+", "(.+)"))


def _unnames(action: str, pattern: str) -> bool:
    return re2.matches(pattern or _DEFAULT, _NAME) is (action == "labeldrop") and not re2.problem(pattern or _DEFAULT)

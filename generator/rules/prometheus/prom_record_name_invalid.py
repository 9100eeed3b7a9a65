"""record that is no metric name

Why: Prometheus refuses the whole file; since 3.0 any UTF-8 name is legal, but one outside the classic letters has
to be quoted in every query.
Source: prometheus model/rulefmt/rulefmt.go, Rule.Validate, and https://prometheus.io/docs/concepts/data_model/.
Bad (braces):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: 'up{job="web"}', expr: up}
Bad (dots):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: http.requests, expr: sum(http_requests)}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:http_requests:sum", expr: sum by (job) (http_requests)}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("record",)
_CLASSIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
_UNICODE = (3, 0)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        name, path = rule.record, (*rule.path, "record")
        if not name or rule.alert or _CLASSIC.match(name):
            continue
        if "{" in name or "}" in name:
            yield Problem(f"`{name}` holds braces", path, fix="name the metric alone and put matchers into `expr`")
        elif cluster.version("prometheus") < _UNICODE:
            told = f"(assumed is Prometheus {cluster.assumed('prometheus')})"
            yield Problem(f"`{name}` is no metric name {told}", path, fix=f"call it `{_mended(name)}`")
        else:
            yield Problem(
                f"`{name}` has to be quoted in every query",
                path,
                fix=f"call it `{_mended(name)}`",
                note=f"legal since Prometheus 3.0, assumed is {cluster.assumed('prometheus')}",
                severity="warning",
            )


def _mended(name: str) -> str:
    return re.sub(r"^(?=[0-9])|[^a-zA-Z0-9_:]", "_", name)

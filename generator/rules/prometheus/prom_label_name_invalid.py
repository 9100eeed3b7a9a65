"""label or annotation of a rule whose name is not legal

Why: Prometheus refuses the whole file; since 3.0 any UTF-8 name is legal, but such a label has to be quoted in
every matcher.
Source: prometheus model/rulefmt/rulefmt.go, Rule.Validate.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, labels: {foo-bar: x}}
Bad (reserved):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up), labels: {__name__: x}}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, labels: {foo_bar: x}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_CLASSIC = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")
_UNICODE = (3, 0)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, group in entries(manifest.body, "spec", "groups"):
        yield from _names(mapping(group, "labels"), ("spec", "groups", n, "labels"), cluster)
    for rule in rules_of(manifest, cluster):
        for field in ("labels", "annotations"):
            yield from _names(mapping(rule.body, field), (*rule.path, field), cluster)


def _names(table: Mapping[str, Any], path: Path, cluster: Cluster) -> Iterator[Problem]:
    for name in table:
        if type(name) is str and name.isascii() and name.isidentifier() and name != "__name__":
            continue
        here = (*path, name)
        if name == "__name__" and path[-1] == "labels":
            yield Problem(
                "a rule cannot set the label `__name__`", here, fix="name the series in `record`", at_key=True
            )
        elif not _CLASSIC.match(str(name)):
            old = cluster.version("prometheus") < _UNICODE
            if not old and path[-1] == "annotations":
                continue  # Legal, and nobody asks for annotations in a query.
            legal = f"legal since Prometheus 3.0, assumed is {cluster.assumed('prometheus')}"
            yield Problem(
                f"`{name}` is no label name" if old else f"`{name}` has to be quoted wherever it is used",
                here,
                fix=f"call it `{re.sub(r'^(?=[0-9])|[^a-zA-Z0-9_]', '_', str(name)) or '_'}`",
                note=legal,
                severity="" if old else "warning",
                at_key=True,
            )

"""template of an alert that does not parse or cannot be filled in

Why: Prometheus refuses the whole file when a template does not parse; one that fails later puts an error text into
every notification.
Source: prometheus model/rulefmt/rulefmt.go, testTemplateParsing, and
https://prometheus.io/docs/prometheus/latest/configuration/template_reference/.
Bad (unknown variable):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: "{{ $label.pod }} is down"}
Bad (not closed):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: "{{ $labels.pod is down"}
Bad (too many arguments):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: "{{ humanize $value 2 }}"}
Bad (unknown field):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: "{{ .Label.pod }}"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations:
                summary: "{{ $value | humanize }} {{ with query `up` }}{{ . | first | value }}{{ end }}"
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import go_template, kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.facts.rule_templates import templates_of
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_DATA = ("Labels", "ExternalLabels", "ExternalURL", "Value")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        for path, text in templates_of(rule):
            template = go_template.prometheus(text)
            for fault in template.faults:
                how = "cannot be filled in" if fault.parses else "does not parse"
                yield Problem(
                    f"the template {how}: {fault.message}{_meant(fault.message)}",
                    path,
                    fix="mend the template",
                    note=f"column {fault.place + 1} of the text",
                )
            for use in template.uses:
                if use.base == "$labels" and len(use.fields) > 1:
                    yield Problem(
                        f"a label is a text, `$labels.{use.fields[0]}` has no field `{use.fields[1]}`",
                        path,
                        fix=f'for a label of that name write index $labels "{".".join(use.fields)}"',
                    )
                if use.base == "." and use.fields and use.fields[0] not in _DATA:
                    yield Problem(
                        f"the data of an alert has no field `{use.fields[0]}`{did_you_mean(use.fields[0], _DATA)}",
                        path,
                        fix="use $labels, $value or .Labels, .Value",
                    )


def _meant(message: str) -> str:
    """The name that was probably meant, for an unknown variable or function."""
    word = message.split("`")[1] if "`" in message else ""
    if message.startswith("there is no variable"):
        return did_you_mean(word, go_template.VARIABLES)
    return did_you_mean(word, go_template.PROMETHEUS) if message.startswith("there is no function") else ""

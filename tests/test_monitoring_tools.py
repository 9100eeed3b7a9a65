"""Our reading of PromQL, RE2, alert templates and routes against Prometheus' and Alertmanager's own tools."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator.facts import go_template, promql
from generator.facts.alertmanager_tree import Route, root
from generator.facts.label_match import takes
from generator.facts.prometheus_rules import rules_of
from generator.facts.promql_labels import Labels
from generator.facts.time_intervals import read
from tests.alertmanager_configuration import configuration
from tests.rule_examples import cluster, documentation, rule_files

needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
needs_amtool = pytest.mark.skipif(shutil.which("amtool") is None, reason="amtool is not installed")
_REFUSED = re.compile(r"rule ([0-9]+),")

EXPRESSIONS = r"""
up == 0
sum(rate(x[5m])
sum(rate(x[5m])))
rate(x)
rate(x[5m]) > 1
sum by (a) (x
sum by a (x)
sum(x) without (a,)
{}
{job=~".*"}
{job=~".+"}
{a=""}
x{a="b",}
x{a="b" or c="d"}
x{a==b}
x{foo-bar="1"}
x{__name__="y"}
x offset -5m
x offset 5m offset 5m
x @ end()
x @ foo
foo(x)
1 +
1 > 2
1 > bool 2
x and 1
x + bool y
x == on(a) group_left(a) y
x and on(a) group_left(b) y
x / ignoring(a) group_right y
topk(x)
count_values(1, x)
histogram_quantile(0.9, x, y)
(x)[5m]
sum(x)[5m]
sum(x)[5m:]
sum(x) offset 5m
x[0s]
x[5m1h]
x[1h5m]
x[1.5h]
x[5 m]
x[5m] + 1
"a" + "b"
sum("a")
sum(1)
sum(x[5m])
vector(1)
clamp(x, 1)
round(x)
minute(x, y)
x y
x,y
()
x && y
!x
é
x{a="é"}
x{a="b\q"}
x{a='b"'}
x{a="b
x{a=~"("}
x{a=~"(?=b)"}
x{a=~"(?P<n>b)"}
x{a=~"(?i)b|c"}
x{a=~"b{1001}"}
x{a=~"b{1000}"}
x{a=~"b**"}
x{a=~"*b"}
x{a=~"[[:alpha:]]+"}
x{a=~"[[:foo:]]"}
x{a=~"\\d+\\pL"}
x{a=~"\\y"}
x{a=~"(b)\\1"}
x{a=~"[z-a]"}
x{a=~"[b"}
x{a=~"[[b]"}
x{a=~"b)"}
x{a=~"\\Qb.c\\E"}
x{a=~"b{3,2}"}
x{a=~"(?x)b"}
label_replace(x, "a", "$1", "b", "(.*)")
sum
sum{a="b"}
on
x atan2 y
a ^ b ^ c
- x
x # comment
x == 1 == 1
group(x) by (a)
""".strip().splitlines()

TEMPLATES = r"""
{{ $labels.a }} {{ $value | humanize }}
{{ $label.a }}
{{ $value
{{ }}
{{ nope 1 }}
{{ end }}
{{ if $value }}a
{{ if $value }}a{{ else if $labels.a }}b{{ else }}c{{ end }}
{{ else }}
{{ range $i, $a := query "up" }}{{ $a.Labels.b }}{{ end }}
{{ range $i, $a := query "up" }}{{ end }}{{ $a }}
{{ with query "up" }}{{ . | first | value }}{{ end }}
{{ $x := 1 }}{{ $x }}
{{ $labels.a-b }}
{{ ($value }}
{{ () }}
{{ $value | }}
{{ $value | | html }}
{{ | humanize }}
{{ 1 | 2 }}
{{ humanize 1 2 }}
{{ .Foo }}
{{/* a */}}
{{ /* a */ }}
{{/* a }}
{{- $value -}}
{{ printf "%.2f" $value }}
{{ "a }}
{{ `a` }}
{{ template "x" . }}
{{ template x }}
{{ define "x" }}a{{ end }}
{{ break }}
{{ nil }}
{{ true }}
{{ ) }}
{{ $value, 1 }}
{{ externalURL }} {{ pathPrefix }}
{{ not $value }} {{ eq 1 2 }}
{{ 1.5e3 }} {{ -1 }} {{ 'a' }}
}} {
""".strip().splitlines()


def examples() -> Iterator[str]:
    """Every expression in the examples of the rules about PromQL."""
    for path in rule_files():
        if path.parent.name == "prometheus":
            told = documentation(path)
            for example in (*told.bad, *told.good):
                for manifest in cluster(example.text, told.settings).all("PrometheusRule.monitoring.coreos.com"):
                    yield from (rule.expr for rule in rules_of(manifest) if rule.expr)


def refused(folder: Path, rules: list[dict[str, object]]) -> set[int]:
    """Which rules of a file promtool refuses, by their position."""
    file = folder / "rules.json"
    file.write_text(json.dumps({"groups": [{"name": "g", "rules": rules}]}), "utf8")
    found = subprocess.run(
        ("promtool", "check", "rules", "--lint=none", str(file)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    numbers = {int(number) - 1 for number in _REFUSED.findall(found.stdout + found.stderr)}
    assert numbers or found.returncode == 0, found.stderr
    return numbers


@needs_promtool
def test_promtool_refuses_the_same_expressions(tmp_path: Path) -> None:
    newer = ("limitk", '{"')
    texts = [text for text in dict.fromkeys((*EXPRESSIONS, *examples())) if text.strip() and not text.startswith(newer)]
    assert len(texts) > 120
    theirs = refused(tmp_path, [{"record": "a:b:c", "expr": text} for text in texts])
    ours = {n for n, text in enumerate(texts) if promql.problem(text) is not None}
    assert [texts[n] for n in sorted(theirs - ours)] == []
    assert [texts[n] for n in sorted(ours - theirs)] == []


@needs_promtool
def test_promtool_refuses_the_same_templates(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"alert": f"A{n}", "expr": "up", "annotations": {"a": text}} for n, text in enumerate(TEMPLATES)
    ]
    theirs = refused(tmp_path, rows)
    ours = {n for n, text in enumerate(TEMPLATES) if any(not f.parses for f in go_template.prometheus(text).faults)}
    assert [TEMPLATES[n] for n in sorted(theirs - ours)] == []
    assert [TEMPLATES[n] for n in sorted(ours - theirs)] == []


INTERVALS = [
    {"times": [{"startTime": "09:00", "endTime": "17:00"}]},
    {"times": [{"startTime": "17:00", "endTime": "09:00"}]},
    {"times": [{"startTime": "09:00", "endTime": "24:00"}]},
    {"times": [{"startTime": "24:00", "endTime": "24:00"}]},
    {"times": [{"startTime": "9:00", "endTime": "10:00"}]},
    {"weekdays": ["monday:friday", "Sunday"]},
    {"weekdays": ["friday:monday"]},
    {"weekdays": ["fryday"]},
    {"months": ["january:march", "12"]},
    {"months": ["march:january"]},
    {"years": ["2025:2027"]},
    {"years": ["2027:2025"]},
    {"daysOfMonth": [{"start": 1, "end": 31}]},
    {"daysOfMonth": [{"start": -7, "end": -1}]},
    {"daysOfMonth": [{"start": 1, "end": -1}]},
    {"daysOfMonth": [{"start": -3, "end": 5}]},
    {"daysOfMonth": [{"start": 9, "end": 5}]},
    {"daysOfMonth": [{"start": 0, "end": 5}]},
    {"daysOfMonth": [{"start": 1, "end": 32}]},
]


def config(folder: Path, spec: dict[str, object]) -> Path:
    """Alertmanager's configuration of one object."""
    file = folder / "alertmanager.yaml"
    body = {"metadata": {"namespace": "shop", "name": "shop"}, "spec": spec}
    file.write_text(yaml.safe_dump(configuration([body])), "utf8")
    return file


def amtool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(("amtool", *command), capture_output=True, text=True, check=False, timeout=60)


@needs_amtool
@pytest.mark.parametrize("row", INTERVALS, ids=[json.dumps(row) for row in INTERVALS])
def test_amtool_refuses_the_same_time_intervals(row: dict[str, object], tmp_path: Path) -> None:
    spec: dict[str, object] = {
        "route": {"receiver": "team"},
        "receivers": [{"name": "team"}],
        "muteTimeIntervals": [{"name": "i", "timeIntervals": [row]}],
    }
    taken = amtool("check-config", str(config(tmp_path, spec))).returncode == 0
    assert (not read(row)[1]) is taken


ROUTES = """
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: shop, namespace: shop}
spec:
  route:
    receiver: team
    matchers: [{name: team, value: shop, matchType: "="}]
    routes:
      - {receiver: a, continue: true, matchers: [{name: severity, value: "crit.*", matchType: "=~"}]}
      - receiver: b
        matchers: [{name: severity, value: critical, matchType: "="}]
        routes: [{receiver: c, matchers: [{name: zone, value: "", matchType: "!="}]}]
      - {receiver: d, matchers: [{name: job, value: "web|api", matchType: "!~"}]}
  receivers: [{name: team}, {name: a}, {name: b}, {name: c}, {name: d}]
"""
ALERTS: list[dict[str, str]] = [
    {"team": "shop", "severity": "critical", "job": "web"},
    {"team": "shop", "severity": "critical", "zone": "x"},
    {"team": "shop", "severity": "crit", "job": "api"},
    {"team": "shop", "severity": "warning", "job": "web"},
    {"team": "shop", "severity": "warning", "job": "web-1"},
    {"team": "shop"},
    {"team": "other", "severity": "critical"},
]


def reached(route: Route, labels: Labels) -> list[str] | None:
    """The receivers below a route that are told of an alert, as Alertmanager walks; None when it is not taken."""
    if takes(route.matchers, labels) is not True:
        return None
    told: list[str] = []
    for child in route.routes:
        found = reached(child, labels)
        if found is not None:
            told += found
            if not child.goes_on:
                break
    return told or [route.receiver]


@needs_amtool
@pytest.mark.parametrize("alert", ALERTS, ids=[" ".join(row.values()) for row in ALERTS])
def test_amtool_sends_alerts_the_same_way(alert: dict[str, str], tmp_path: Path) -> None:
    seen = cluster(ROUTES, "monitoring: {alertmanager: {matcherStrategy: 'None'}}")
    (manifest,) = seen.all("AlertmanagerConfig.monitoring.coreos.com")
    top = root(manifest, seen)
    assert top is not None
    ours = reached(top, Labels(dict(alert))) or []
    file = config(tmp_path, yaml.safe_load(ROUTES)["spec"])
    told = amtool("config", "routes", "test", f"--config.file={file}", *(f"{k}={v}" for k, v in alert.items()))
    assert told.returncode == 0, told.stderr
    theirs = [name.rpartition("/")[2] for name in told.stdout.strip().split(",")]
    assert (ours or ["null"]) == theirs

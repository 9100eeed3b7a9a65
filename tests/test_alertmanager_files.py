"""Alertmanager's own configuration, in a file or inside a ConfigMap or Secret, judged in its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.conformity import Conformity
from generator.manifests import load
from generator.validate import Options, validate

OPTIONS = Options(ignore=("schema", "security"))
CONFIGURATION = """\
global: {smtp_smarthost: "mail:25"}
route:
  receiver: default
  group_by: [alertname, alertname]
  continue: true
  mute_time_intervals: [nights]
  group_interval: 0s
  routes:
    - match: {severity: critical}
      receiver: pager
    - match_re: {severity: warning|info}
      receiver: default
    - matchers: ['team="a"', 'team="b"']
      receiver: default
    - matchers: [team=c]
      receiver: lost
      active_time_intervals: [weekends]
receivers:
  - name: default
    slack_configs: [{channel: "#a"}]
    email_configs: [{to: a@b.c}]
    webhook_configs: [{url: "http://x.example.com", url_file: /a}]
    telegram_configs: [{bot_token_file: /t}]
  - name: pager
    pagerduty_configs: [{routing_key: 0123456789abcdef0123456789abcdef}, {routing_key_file: /k}]
    victorops_configs: [{routing_key: team-of-the-shop-2, api_key_file: /k}]
  - slack_configs: [{api_url_file: /s, channel: "#b"}]
inhibit_rules:
  - source_match: {severity: critical}
    target_match_re: {severity: warning|info}
    equal: [job]
  - target_matchers: ['a="b"']
mute_time_intervals:
  - name: nights
    time_intervals: [{times: [{start_time: "22:00", end_time: "06:00"}], days_of_month: ["1:40"]}]
  - name: nights
    time_intervals: [{weekdays: [saturday]}]
"""
TOLD = [
    "4 error am-groupby-invalid `alertname` is named twice",
    "5 error am-root-route the top route takes every alert and cannot have `continue`",
    "6 error am-root-route the top route takes every alert and cannot have `mute_time_intervals`",
    "7 error am-timings `group_interval` cannot be zero",
    "9 warning am-deprecated-syntax `match` is deprecated",
    "11 warning am-deprecated-syntax `match_re` is deprecated",
    "13 error am-matcher-never no alert satisfies the matchers on `team`",
    "16 error am-receiver-undefined there is no receiver `lost`",
    "17 error am-time-interval-undefined there is no time interval `weekends`",
    "20 error am-receiver-incomplete slack of receiver `default` needs `api_url` or `api_url_file`",
    "21 error am-receiver-incomplete email of receiver `default` needs `from`",
    "22 error am-receiver-both-forms webhook of receiver `default` has `url` and `url_file`",
    "22 warning am-url-insecure `url` of receiver `default` is plain http to the outside",
    "23 error am-receiver-incomplete telegram of receiver `default` needs `chat_id` or `chat`",
    "25 error am-plaintext-secret `routing_key` of receiver `pager` is a credential in the clear",
    "27 error am-receiver-duplicate the receiver has no name, so no route can mean it",
    "29 warning am-deprecated-syntax `source_match` is deprecated",
    "30 warning am-deprecated-syntax `target_match_re` is deprecated",
    "32 error am-inhibit-invalid without matchers every alert mutes",
    "33 warning am-deprecated-syntax `mute_time_intervals` is deprecated here",
    "35 error am-time-interval-invalid 22:00 is not before 06:00",
    "35 error am-time-interval-invalid a day of the month lies between 1 and 31, or -31 and -1 from the end",
    "36 error am-time-interval-invalid two time intervals are named `nights`",
]
INSIDE = """\
apiVersion: v1
kind: {kind}
metadata: {{name: alertmanager, namespace: monitoring}}
{field}:
  alertmanager.yaml: |
{text}"""


def told(folder: Path, first: int) -> list[str]:
    """What is found in a folder: line counted from the first of the configuration, severity, rule, message."""
    loaded = load([str(folder)], lambda: b"")
    found = [*loaded.findings, *validate(loaded.fleet, Conformity(), OPTIONS).findings]
    rows = [(f.line - first, f"{f.severity} {f.rule} {f.message}") for f in found if f.rule.startswith("am-")]
    return [f"{line} {row}" for line, row in sorted(rows)]


def test_a_file_is_judged_in_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "alertmanager.yml").write_text(CONFIGURATION, "utf8")
    assert told(tmp_path, 0) == TOLD


@pytest.mark.parametrize(("kind", "field"), [("ConfigMap", "data"), ("Secret", "stringData")])
def test_a_file_inside_an_object_is_judged_as_the_file_is(kind: str, field: str, tmp_path: Path) -> None:
    text = "".join(f"    {line}\n" for line in CONFIGURATION.splitlines())
    (tmp_path / "object.yaml").write_text(INSIDE.format(kind=kind, field=field, text=text), "utf8")
    # A Secret in the clear is told as a whole.
    expected = [row for row in TOLD if kind == "ConfigMap" or "in the clear" not in row]
    assert told(tmp_path, 5) == expected


def test_a_sound_configuration_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "alertmanager.yml").write_text(
        """\
global: {resolve_timeout: 5m, slack_api_url_file: /etc/alertmanager/secrets/slack}
route:
  receiver: default
  group_by: [namespace]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 12h
  routes:
    - {matchers: [alertname="Watchdog"], receiver: watchdog}
    - {matchers: [alertname="InfoInhibitor"], receiver: "null"}
    - {matchers: [severity="critical"], receiver: critical, active_time_intervals: [office]}
inhibit_rules:
  - {source_matchers: [severity="critical"], target_matchers: [severity=~"warning|info"], equal: [namespace, alertname]}
  - {source_matchers: [alertname="InfoInhibitor"], target_matchers: [severity="info"], equal: [namespace]}
receivers:
  - {name: default, slack_configs: [{channel: "#alerts", title: '{{ template "slack.default.title" . }}'}]}
  - {name: watchdog, webhook_configs: [{url_file: /etc/alertmanager/secrets/watchdog}]}
  - {name: critical, pagerduty_configs: [{routing_key_file: /etc/alertmanager/secrets/pagerduty}]}
  - {name: "null"}
time_intervals:
  - {name: office, time_intervals: [{weekdays: ["monday:friday"], times: [{start_time: "08:00", end_time: "18:00"}]}]}
""",
        "utf8",
    )
    assert told(tmp_path, 0) == []

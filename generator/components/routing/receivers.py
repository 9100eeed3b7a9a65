"""What a notification says, on Slack and on PagerDuty. Texts are Alertmanager templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import App

SLACK_KEY = "slack-webhook-url"
PAGERDUTY_KEY = "pagerduty-routing-key"

_COLOUR = (
    '{{ if ne .Status "firing" }}good{{ else if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}'
)
_TEXT = (
    "{{ range .Alerts }}*{{ .Annotations.summary }}*\n{{ .Annotations.description }}\n"
    "{{ if .Annotations.runbook_url }}<{{ .Annotations.runbook_url }}|Runbook> {{ end }}"
    "<{{ .GeneratorURL }}|Query>\n{{ end }}"
)
_SUBJECT = "{{ .CommonLabels.alertname }} {{ .CommonLabels.service }}"
_FIRING = '{{ if eq .Status "firing" }}{{ .Alerts.Firing | len }} firing{{ else }}resolved{{ end }}'


def slack(app: App, secret: str, channel: str) -> dict[str, Any]:
    """A Slack receiver; the environment stands in the title because one channel may serve several."""
    return {
        "url": {"name": secret, "key": SLACK_KEY},
        "channel": channel,
        "color": _COLOUR,
        "title": f"[{app.target.environment}] {_SUBJECT}: {_FIRING}",
        "link": "{{ .ExternalURL }}",
        "text": _TEXT,
    }


def pagerduty(app: App, secret: str) -> Mapping[str, Any]:
    """A PagerDuty receiver (Events API v2)."""
    details = {
        "environment": app.target.environment,
        "domain": "{{ .CommonLabels.domain }}",
        "namespace": "{{ .CommonLabels.namespace }}",
        "description": "{{ .CommonAnnotations.description }}",
        "runbook": "{{ .CommonAnnotations.runbook_url }}",
        "firing": "{{ .Alerts.Firing | len }}",
    }
    return {
        "key": {"name": secret, "key": PAGERDUTY_KEY},
        "severity": "{{ .CommonLabels.severity }}",
        "class": "{{ .CommonLabels.alertname }}",
        "component": "{{ .CommonLabels.service }}",
        "group": app.name,
        "description": f"[{app.target.environment}] {{{{ .CommonLabels.alertname }}}}: "
        "{{ .CommonAnnotations.summary }}",
        "details": [{"key": key, "value": value} for key, value in details.items()],
    }

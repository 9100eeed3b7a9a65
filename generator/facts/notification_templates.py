"""Texts of notifications, and the templates they may include.

Source: alertmanager template/default.tmpl and template/email.tmpl.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from generator.facts import go_template, kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.receivers import Integration
from generator.facts.selecting import ALERTMANAGER
from generator.model import Path

_BUILT_IN = (
    ("__alertmanager", "__alertmanagerURL", "__subject", "__description", "__text_alert_list")
    + ("__text_alert_list_markdown", "slack.default.title", "slack.default.username", "slack.default.fallback")
    + ("slack.default.callbackid", "slack.default.pretext", "slack.default.titlelink", "slack.default.iconemoji")
    + ("slack.default.iconurl", "slack.default.text", "slack.default.footer", "pagerduty.default.description")
    + ("pagerduty.default.client", "pagerduty.default.clientURL", "pagerduty.default.instances")
    + ("opsgenie.default.message", "opsgenie.default.description", "opsgenie.default.source", "wechat.default.message")
    + ("wechat.default.to_user", "wechat.default.to_party", "wechat.default.to_tag", "wechat.default.agent_id")
    + ("victorops.default.state_message", "victorops.default.entity_display_name", "email.default.subject")
    + ("victorops.default.monitoring_tool", "email.default.html", "pushover.default.title", "pushover.default.message")
    + ("pushover.default.url", "sns.default.subject", "sns.default.message", "telegram.default.message")
    + ("discord.default.title", "discord.default.message", "discord.default.content", "webex.default.message")
    + ("msteams.default.summary", "msteams.default.title", "msteams.default.text", "msteamsv2.default.title")
    + ("msteamsv2.default.text", "jira.default.summary", "jira.default.description", "jira.default.priority")
    + ("rocketchat.default.title", "rocketchat.default.alias", "rocketchat.default.imageurl", "mattermost.default.text")
    + ("rocketchat.default.titlelink", "rocketchat.default.emoji", "rocketchat.default.iconurl")
    + ("rocketchat.default.text",)
)  # fmt: skip


def texts(integration: Integration) -> Iterator[tuple[Path, str]]:
    """Every text of an integration that holds a template, with its path."""
    yield from _texts(integration.body, integration.path)


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, str):
        if "{{" in node:
            yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from _texts(value, (*path, n))


@lru_cache(maxsize=8)
def known(cluster: Cluster) -> frozenset[str] | None:
    """The names of all templates that are here; None where an Alertmanager reads others."""
    for owner in cluster.all(ALERTMANAGER):
        if mapping(owner.body, "spec").get("configSecret") or mapping(owner.body, "spec", "alertmanagerConfiguration"):
            return None
    found = set(_BUILT_IN)
    for manifest in cluster.all(kinds.CONFIG_MAP, kinds.SECRET):
        for field in ("data", "stringData"):
            for name, text in mapping(manifest.body, field).items():
                if str(name).endswith(".tmpl") and isinstance(text, str):
                    found.update(go_template.alertmanager(text).defines)
    return frozenset(found)

"""What each integration of a receiver needs, as prometheus-operator and Alertmanager check it.

Source: prometheus-operator pkg/alertmanager/validation and alertmanager config/notifiers.go; field names are those of
AlertmanagerConfig.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.facts.fields import entries, text
from generator.model import Manifest, Path


@dataclass(frozen=True, slots=True)
class Need:
    """One of these fields has to be there; `shared` says that Alertmanager's global settings may give it instead."""

    fields: tuple[str, ...]
    shared: bool = False


_URL = Need(("webhookURL", "webhookUrl", "webhookUrlFile", "webhookURLFile", "apiURL"))
NEEDS: Mapping[str, tuple[Need, ...]] = {
    "webhookConfigs": (Need(("url", "urlSecret", "urlFile")),),
    "pagerdutyConfigs": (Need(("routingKey", "serviceKey", "routingKeyFile", "serviceKeyFile")),),
    "slackConfigs": (Need(("apiURL", "apiUrlFile", "appToken", "appTokenFile"), shared=True),),
    "emailConfigs": (Need(("to",)), Need(("smarthost",), shared=True), Need(("from",), shared=True)),
    "opsgenieConfigs": (Need(("apiKey", "apiKeyFile"), shared=True),),
    "victoropsConfigs": (Need(("routingKey",)), Need(("apiKey", "apiKeyFile"), shared=True)),
    "pushoverConfigs": (Need(("userKey", "userKeyFile")), Need(("token", "tokenFile"))),
    "snsConfigs": (Need(("topicARN", "phoneNumber", "targetARN", "topicArn", "targetArn")),),
    "telegramConfigs": (
        Need(("botToken", "botTokenFile", "token", "tokenFile"), shared=True),
        Need(("chatID", "chatId", "chat", "chatIdFile")),
    ),
    "wechatConfigs": (Need(("corpID", "corpId"), shared=True), Need(("apiSecret", "apiSecretFile"), shared=True)),
    "discordConfigs": (_URL,),
    "msteamsConfigs": (_URL,),
    "msteamsv2Configs": (_URL,),
    "mattermostConfigs": (_URL,),
    "webexConfigs": (Need(("roomID", "roomId")), Need(("httpConfig",))),
    "rocketchatConfigs": (
        Need(("token", "tokenFile"), shared=True),
        Need(("tokenID", "tokenId", "tokenIdFile"), shared=True),
    ),
    "jiraConfigs": (Need(("project",)), Need(("issueType",))),
}
EITHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "webhookConfigs": (("url", "urlSecret", "urlFile"),),
    "pagerdutyConfigs": (
        ("routingKey", "serviceKey"),
        ("routingKey", "routingKeyFile"),
        ("serviceKey", "serviceKeyFile"),
    ),
    "slackConfigs": (("apiURL", "apiUrlFile"),),
    "opsgenieConfigs": (("apiKey", "apiKeyFile"),),
    "victoropsConfigs": (("apiKey", "apiKeyFile"),),
    "pushoverConfigs": (("userKey", "userKeyFile"), ("token", "tokenFile")),
    "snsConfigs": (("topicARN", "phoneNumber", "targetARN"),),
    "telegramConfigs": (("botToken", "botTokenFile"),),
}
"""Fields of which only one may be there."""

SILENT = frozenset(("null", "blackhole", "devnull", "none", "drop", "void", "noop", "silent", "default-null"))
"""What receivers that send nothing on purpose are called."""


@dataclass(frozen=True, slots=True)
class Integration:
    """One integration of a receiver: its kind (`slackConfigs`), where it stands and what it says."""

    receiver: str
    kind: str
    path: Path
    body: Mapping[str, Any]

    @property
    def noun(self) -> str:
        """`Slack`-like word for people: the kind without its ending."""
        return self.kind.removesuffix("Configs")


def integrations(manifest: Manifest) -> Iterator[Integration]:
    """Every integration of every receiver of an object."""
    for n, receiver in entries(manifest.body, "spec", "receivers"):
        for kind in receiver:
            if str(kind).endswith("Configs"):
                for m, row in entries(receiver, str(kind)):
                    path = ("spec", "receivers", n, str(kind), m)
                    yield Integration(text(receiver, "name"), str(kind), path, row)


def given(body: Mapping[str, Any], field: str) -> bool:
    """Whether a field is there and not empty."""
    return body.get(field) not in (None, "", {}, [], 0)


def missing(integration: Integration) -> Iterator[Need]:
    """What an integration lacks."""
    for need in NEEDS.get(integration.kind, ()):
        if not any(given(integration.body, field) for field in need.fields):
            yield need


def doubled(integration: Integration) -> Iterator[tuple[str, ...]]:
    """Fields of an integration that exclude each other and are given together."""
    for group in EITHER.get(integration.kind, ()):
        found = tuple(field for field in group if given(integration.body, field))
        if len(found) > 1:
            yield found

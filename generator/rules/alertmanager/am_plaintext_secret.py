"""webhook with its credential written into the manifest

Why: Whoever can read the repository can send to the channel; the URL of such a webhook is the credential.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.WebhookConfig
(urlSecret). In Alertmanager's own file keys and tokens count too; most have a form that reads them from a file.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com/?token=0123456789abcdef"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{urlSecret: {name: hook, key: url}}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import is_file, spelt
from generator.facts.cluster import Cluster
from generator.facts.receivers import integrations
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
_CREDENTIAL = re.compile(
    r"https?://[^/@\s]+:[^/@\s]+@|[?&](?:token|key|secret|access_token|api_?key|sig)=[^&{]{8,}"
    r"|hooks\.slack\.com/services/\w+/\w+/\w{8,}|/api/webhooks/[0-9]{8,}/[\w-]{16,}|/webhookb2/[\w@-]{30,}"
)
_KEYS = frozenset(
    ("routingKey", "serviceKey", "apiKey", "apiSecret", "botToken", "token", "userKey", "authPassword", "authSecret")
)
_ADDRESS = ("victoropsConfigs", "routingKey")
"""It says whom to tell, and is no secret."""

_TOKEN = re.compile(r"(?=.*[0-9])[A-Za-z0-9_:+/=-]{16,}")


def _in_secret(manifest: Manifest, cluster: Cluster) -> bool:
    """Whether the file stands in a Secret, which is told of as such."""
    return any((m.path, m.line) == (manifest.path, manifest.line) for m in cluster.all(kinds.SECRET))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    bare = is_file(manifest) and not _in_secret(manifest, cluster)
    for integration in integrations(manifest):
        for key, value in integration.body.items():
            if not isinstance(value, str):
                continue
            word, url = spelt(manifest, str(key)), "url" in str(key).lower()
            if url and _CREDENTIAL.search(value):
                yield Problem(
                    f"`{word}` of receiver `{integration.receiver}` holds a credential",
                    (*integration.path, key),
                    fix="keep the URL in a Secret and refer to it, then replace the credential that was published",
                )
            elif bare and key in _KEYS and (integration.kind, key) != _ADDRESS and _TOKEN.fullmatch(value):
                yield Problem(
                    f"`{word}` of receiver `{integration.receiver}` is a credential in the clear",
                    (*integration.path, key),
                    fix=f"mount a Secret and read it from there with {word}_file, then replace what was published",
                )

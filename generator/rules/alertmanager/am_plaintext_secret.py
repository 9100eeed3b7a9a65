"""webhook with its credential written into the manifest

Why: Whoever can read the repository can send to the channel; the URL of such a webhook is the credential.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.WebhookConfig
(urlSecret).
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


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for integration in integrations(manifest):
        for key, value in integration.body.items():
            if isinstance(value, str) and "url" in str(key).lower() and _CREDENTIAL.search(value):
                yield Problem(
                    f"`{key}` of receiver `{integration.receiver}` holds a credential",
                    (*integration.path, key),
                    fix="keep the URL in a Secret and refer to it, then replace the credential that was published",
                )

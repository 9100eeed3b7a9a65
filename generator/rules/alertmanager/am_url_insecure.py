"""notification sent unencrypted to the outside

Why: Alert texts and credentials in the request can be read on the way.
Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "http://hooks.example.com/alerts"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "http://bot.shop.svc:8080/alerts"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import spelt
from generator.facts.cluster import Cluster
from generator.facts.receivers import integrations
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
_INSIDE = re.compile(
    r"http://(?:localhost|127\.|\[::1\]|[^./:]+(?:[:/]|$)|[^/:]+\.(?:svc|local|internal|cluster)(?:[.:/]|$))"
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for integration in integrations(manifest):
        for key in ("url", "apiURL", "apiUrl", "webhookURL", "webhookUrl"):
            value = integration.body.get(key)
            if isinstance(value, str) and value.startswith("http://") and not _INSIDE.match(value):
                yield Problem(
                    f"`{spelt(manifest, key)}` of receiver `{integration.receiver}` is plain http to the outside",
                    (*integration.path, key),
                    fix="use https",
                )

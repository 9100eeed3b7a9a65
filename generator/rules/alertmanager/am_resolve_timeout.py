"""pager that is never told that all is well

Why: Without the message that an alert is resolved an incident stays open until somebody closes it by hand.
Source: https://prometheus.io/docs/alerting/latest/configuration/#receiver-integration-settings (send_resolved)
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: web, namespace: shop}
    spec:
      route: {receiver: pager}
      receivers:
        - name: pager
          pagerdutyConfigs: [{sendResolved: false, routingKey: {name: pager, key: key}}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: web, namespace: shop}
    spec:
      route: {receiver: pager}
      receivers:
        - name: pager
          pagerdutyConfigs: [{sendResolved: true, routingKey: {name: pager, key: key}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.receivers import integrations
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("sendResolved",)

_PAGERS = ("pagerdutyConfigs", "opsgenieConfigs", "victoropsConfigs")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for integration in integrations(manifest):
        if integration.kind in _PAGERS and integration.body.get("sendResolved") is False:
            yield Problem(
                f"{integration.noun} is not told when the alert is over",
                (*integration.path, "sendResolved"),
                fix="remove sendResolved: false",
            )

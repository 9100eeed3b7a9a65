"""integration without what it needs to send

Why: The operator refuses the whole object when an integration lacks its address or its credential.
Source: prometheus-operator pkg/alertmanager/validation and alertmanager config/notifiers.go.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          pagerdutyConfigs: [{description: "down"}]
Bad (global setting unknown):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{channel: "#alerts"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          pagerdutyConfigs: [{routingKey: {name: pager, key: routing-key}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import is_file
from generator.facts.cluster import Cluster, get
from generator.facts.receivers import integrations, missing
from generator.facts.selecting import ALERTMANAGER
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    globals_ = any(
        get(owner.body, "spec", field)
        for owner in cluster.all(ALERTMANAGER)
        for field in ("alertmanagerConfiguration", "configSecret")
    )
    for integration in integrations(manifest):
        for need in missing(integration):
            shared = need.shared and not is_file(manifest)
            if shared and globals_:
                continue
            wanted = " or ".join(f"`{field}`" for field in need.fields[:2])
            unless = " unless Alertmanager's global settings give it" if shared else ""
            yield Problem(
                f"{integration.noun} of receiver `{integration.receiver}` needs {wanted}{unless}",
                integration.path,
                fix=f"set {need.fields[0]}",
                severity="warning" if shared else "",
            )

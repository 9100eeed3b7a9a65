"""receiver whose credential is in no Secret of the namespace

Why: The operator refuses an AlertmanagerConfig when a Secret it names, or the key in it, is not in its own
namespace.
Source: prometheus-operator pkg/alertmanager/operator.go, checkAlertmanagerConfigResource.
Settings:
    closedNamespaces: [shop]
Bad (name):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{apiURL: {name: slak, key: url}}]
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: slack, namespace: shop}
    stringData: {url: from-elsewhere}
Bad (key):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{apiURL: {name: slack, key: webhook}}]
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: slack, namespace: shop}
    stringData: {url: from-elsewhere}
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          slackConfigs: [{apiURL: {name: slack, key: url}}]
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: slack, namespace: shop}
    stringData: {url: from-elsewhere}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.receivers import integrations
from generator.facts.secret_references import problems, references
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("key",)
_PLAIN = ("details", "customFields", "headers")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for integration in integrations(manifest):
        body = {key: value for key, value in integration.body.items() if key not in _PLAIN}
        for reference in references(body, integration.path):
            for message, severity, part in problems(cluster, manifest.id.namespace, reference):
                yield Problem(
                    message,
                    (*reference.path, part),
                    fix="provide it in the namespace of the AlertmanagerConfig",
                    severity=severity,
                )

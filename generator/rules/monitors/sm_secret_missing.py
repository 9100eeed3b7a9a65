"""endpoint whose credentials are in no Secret of the namespace

Why: The operator refuses the monitor when a Secret, or the key in it, is not in the monitor's own namespace.
Source: prometheus-operator pkg/assets/store.go.
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, authorization: {credentials: {name: scrape, key: token}}}]
Bad (key):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, authorization: {credentials: {name: scrape, key: tokn}}}]
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: scrape, namespace: shop}
    stringData: {token: from-elsewhere}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, authorization: {credentials: {name: scrape, key: token}}}]
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: scrape, namespace: shop}
    stringData: {token: from-elsewhere}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scraping import endpoints
from generator.facts.secret_references import problems, references
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE, kinds.SCRAPE_CONFIG)
NEEDS = ("key",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        for reference in references(endpoint.body, endpoint.path):
            for message, severity, part in problems(cluster, manifest.id.namespace, reference):
                yield Problem(
                    message,
                    (*reference.path, part),
                    fix="create it in the namespace of the monitor",
                    severity=severity,
                )

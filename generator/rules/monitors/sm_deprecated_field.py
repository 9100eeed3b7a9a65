"""field of an endpoint that is going away

Why: The bearer token fields are kept for old monitors only; authorization says the same.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, bearerTokenFile: /var/run/token}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics, authorization: {credentials: {name: a, key: t}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scraping import endpoints
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)
NEEDS = ("bearerTokenFile", "bearerTokenSecret")
_OLD = ("bearerTokenFile", "bearerTokenSecret")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        for field in _OLD:
            if endpoint.body.get(field):
                yield Problem(f"`{field}` is deprecated", (*endpoint.path, field), fix="use authorization", at_key=True)

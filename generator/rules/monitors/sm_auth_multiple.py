"""endpoint with several ways to authenticate

Why: The operator takes one of basicAuth, authorization, oauth2 and the bearer token, and refuses the monitor when
there are more.
Source: prometheus-operator pkg/apis/monitoring/v1/http_config.go, HTTPConfig.Validate.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints:
        - port: metrics
          basicAuth: {username: {name: a, key: u}, password: {name: a, key: p}}
          authorization: {credentials: {name: a, key: t}}
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

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR, kinds.PROBE)
NEEDS = ("basicAuth", "authorization", "oauth2", "bearerTokenFile", "bearerTokenSecret")
_WAYS = ("basicAuth", "authorization", "oauth2", "bearerTokenFile", "bearerTokenSecret")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for endpoint in endpoints(manifest):
        used = [way for way in _WAYS if endpoint.body.get(way)]
        if len(used) > 1:
            yield Problem(
                f"the endpoint authenticates in {len(used)} ways at once: {', '.join(used)}",
                (*endpoint.path, used[1]),
                fix="keep one of them",
                at_key=True,
            )

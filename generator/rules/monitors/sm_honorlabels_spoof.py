"""scraped labels that may claim to be somebody else

Why: With honorLabels the target decides namespace, pod and job: it can pass for another service, and alerts go to
others.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint (honorLabels);
overrideHonorLabels of the Prometheus object takes it back. Exporters that speak for others (kube-state-metrics, push
and federation gateways) need it.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: http, honorLabels: true}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: http}]
Good (speaks for others):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: kube-state-metrics, namespace: shop}
    spec:
      selector: {matchLabels: {app: kube-state-metrics}}
      endpoints: [{port: http, honorLabels: true}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.scraping import endpoints
from generator.facts.selecting import PROMETHEUS
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)
NEEDS = ("honorLabels",)

_FOR_OTHERS = re.compile(r"kube-?state|push-?gateway|federat|cadvisor|kubelet|node-exporter|aggregat|adapter")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    owners = cluster.all(PROMETHEUS)
    if owners and all(get(owner.body, "spec", "overrideHonorLabels") is True for owner in owners):
        return
    if _FOR_OTHERS.search(manifest.id.name):
        return
    for endpoint in endpoints(manifest):
        if endpoint.body.get("honorLabels") is True and endpoint.url_path != "/federate":
            fix = "remove honorLabels, or set overrideHonorLabels on the Prometheus object"
            yield Problem("the target chooses its own labels", (*endpoint.path, "honorLabels"), fix=fix)

"""PodMonitor that selects no pods

Why: The selector is matched with the labels of pods, in the monitor's own namespace unless namespaceSelector says
otherwise. Without a match nothing is scraped.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitorSpec
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: wbe}}
      podMetricsEndpoints: [{port: metrics}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{name: metrics, containerPort: 9090}]}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      podMetricsEndpoints: [{port: metrics}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", ports: [{name: metrics, containerPort: 9090}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scraping import namespaces, near_labels, owned, pods, shipped
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.POD_MONITOR,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if pods(manifest, cluster) or shipped(manifest):
        return
    where = namespaces(manifest)
    candidates = [t for t in cluster.templates if where is None or t.namespace in where]
    near, hint = near_labels(manifest, [(t.manifest, t.labels) for t in candidates])
    yield Problem(
        f"no pod here has these labels{hint}",
        ("spec", "selector"),
        fix="select by labels of the pod template",
        severity="error" if near or owned(manifest, cluster) else "unverifiable",
        related=(Place("these pods", near),) if near else (),
    )

"""jobLabel that the Service does not have

Why: Without the label the job is named after the Service, and rules that ask for the other name find nothing.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
      jobLabel: component
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
      jobLabel: app
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import text
from generator.facts.scraping import services
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.SERVICE_MONITOR,)
NEEDS = ("jobLabel",)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    label = text(manifest.body, "spec", "jobLabel")
    for service in services(manifest, cluster) if label else ():
        if label not in mapping(service.body, "metadata", "labels"):
            yield Problem(
                f"the Service `{service.id.name}` has no label `{label}`, its job is `{service.id.name}`",
                ("spec", "jobLabel"),
                fix="name a label of the Service, or leave jobLabel out",
                related=(Place("the Service", service, ("metadata",)),),
            )

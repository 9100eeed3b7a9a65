"""ServiceMonitor that selects no Service

Why: The selector is matched with the labels of Services (not with the labels they select by), in the monitor's own
namespace unless namespaceSelector says otherwise. Without a match nothing is scraped, and nothing says so.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec
Settings:
    closedNamespaces: [shop]
Bad (labels of the pods):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {team: shop}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
Bad (another namespace):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: other, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
Good (anywhere):
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
      namespaceSelector: {any: true}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: other, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.scraping import (
    candidates,
    everywhere,
    namespaces,
    near_labels,
    owned,
    selected_by_pods,
    services,
    shipped,
)
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_MONITOR,)
_PATH = ("spec", "selector")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if services(manifest, cluster) or shipped(manifest):
        return
    meant = selected_by_pods(manifest, cluster)
    where = namespaces(manifest)
    elsewhere = everywhere(manifest, cluster) if mapping(manifest.body, *_PATH) else ()
    if meant:
        yield Problem(
            f"no Service has these labels: they are those of the pods behind `{meant.id.name}`, not its own",
            _PATH,
            fix="select by labels that stand under metadata.labels of the Service",
            related=(Place("this Service", meant, ("metadata",)),),
        )
    elif elsewhere and where is not None:
        yield Problem(
            f"the Service is in `{elsewhere[0].id.namespace}`, the monitor looks into {', '.join(where)} only",
            _PATH,
            fix="name its namespace under namespaceSelector.matchNames",
            related=(Place("the Service", elsewhere[0], ("metadata",)),),
        )
    else:
        labelled = ((s, mapping(s.body, "metadata", "labels")) for s in candidates(manifest, cluster))
        near, hint = near_labels(manifest, labelled)
        yield Problem(
            f"no Service here has these labels{hint}",
            _PATH,
            fix="select by labels of the Service's own metadata",
            severity="error" if owned(manifest, cluster) else "unverifiable",
            related=(Place("this Service", near, ("metadata",)),) if near else (),
        )

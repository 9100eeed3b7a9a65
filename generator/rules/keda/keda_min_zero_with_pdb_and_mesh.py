"""scale to zero on a workload that routes lead to

Why: While it has no pods, requests get 503, and nothing that KEDA watches sees them: no HTTP add-on stands before it.
Source: https://keda.sh/http-add-on/ (interceptor); Istio answers 503 without endpoints.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{port: 80}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example]
      http: [{route: [{destination: {host: web.shop.svc.cluster.local}}]}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: app, image: "shop/web:1.4"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{port: 80}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example]
      http: [{route: [{destination: {host: web.shop.svc.cluster.local}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.scaled_object import number, pods, reaches_zero, triggers
from generator.facts.services import services_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    # external-push is how the HTTP add-on wakes a workload.
    if not reaches_zero(manifest) or any(trigger.type == "external-push" for trigger in triggers(manifest)):
        return
    template = pods(cluster, manifest)
    for service in services_of(cluster, template) if template else ():
        route = _routes(cluster).get((service.id.namespace, service.id.name))
        if route:
            key = "minReplicaCount" if number(manifest, "idleReplicaCount") is None else "idleReplicaCount"
            yield Problem(
                f"requests to Service `{service.id.name}` fail while the workload is at zero",
                ("spec", key),
                fix="keep at least one replica, or wake it through the HTTP add-on",
                related=(Place("this route leads to it", route),),
            )
            return


@lru_cache(maxsize=8)
def _routes(cluster: Cluster) -> Mapping[tuple[str, str], Manifest]:
    """A VirtualService for each Service (namespace, name) that HTTP routes lead to."""
    found: dict[tuple[str, str], Manifest] = {}
    for virtual in cluster.all(kinds.VIRTUAL_SERVICE):
        for _, http in entries(virtual.body, "spec", "http"):
            for _, route in entries(http, "route"):
                name, _, rest = text(route, "destination", "host").partition(".")
                found.setdefault((rest.split(".")[0] or virtual.id.namespace, name), virtual)
    return found

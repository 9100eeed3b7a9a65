"""ejection of the only pod there is

Why: With one pod the choice is between it and nothing: it is ejected after some errors and every request fails.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
(maxEjectionPercent always lets one host go)
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: shop}
    spec: {host: web, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
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
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: shop}
    spec: {host: web, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import registry
from generator.facts.operators import may_make_pods
from generator.facts.replicas import replicas
from generator.facts.subsets import host_of
from generator.facts.traffic_policies import blocks
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("outlierDetection",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    service = registry(cluster).services.get(host_of(manifest))
    if service is None or may_make_pods(cluster, service.id.namespace):
        return
    counts = [replicas(cluster, template.manifest) for template in cluster.behind(service)]
    known = [count for count in counts if count is not None]
    if len(known) != 1 or len(counts) != 1 or known[0].ceiling != 1:
        return
    for path, _ in blocks(manifest, "outlierDetection"):
        yield Problem(
            f"`{service.id.name}` never has more than one pod to fall back to",
            path,
            fix="remove outlierDetection, or run more pods",
            related=(Place("one pod", known[0].owner, known[0].ceiling_path),),
        )

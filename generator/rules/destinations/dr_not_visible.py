"""rule that none of the clients sees

Why: exportTo names namespaces without pods: nobody uses the subsets, limits and TLS settings.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule (exportTo)
Settings:
    closedNamespaces: [mesh-config, shop]
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: mesh-config}
    spec: {host: web.shop.svc.cluster.local, exportTo: ["."], trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
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
            - {name: web, image: "web:1"}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: mesh-config}
    spec: {host: web.shop.svc.cluster.local, exportTo: ["shop"], trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
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
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import exported_to, root_namespace
from generator.facts.operators import may_make_pods
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("exportTo",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spaces = exported_to(manifest)
    if "*" in spaces or "~" in spaces or manifest.id.namespace == root_namespace(cluster):
        return
    if any(cluster.templates_in(space) or may_make_pods(cluster, space) for space in spaces):
        return
    known = all(cluster.closed(space) for space in spaces)
    yield Problem(
        f"no pod here lives in {', '.join(f'`{space}`' for space in sorted(spaces))}, where alone the rule is seen",
        ("spec", "exportTo"),
        fix="export it to the namespaces of the clients",
        severity="" if known else "unverifiable",
    )

"""Sidecar that hides a Service its pods call

Why: Under REGISTRY_ONLY the proxy answers 502 for every host that the Sidecar's egress list leaves out.
Source: https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener. What a pod calls is read
from its variables, arguments and ConfigMaps, as far as they name Services here as `name.namespace`.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec: {egress: [{hosts: ["./*", "istio-system/*"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}}
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
            - {name: web, image: "web:1", env: [{name: STOCK_URL, value: "http://stock.depot.svc:8080"}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: stock, namespace: depot}
    spec: {selector: {app: stock}, ports: [{name: http, port: 8080}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: Sidecar
    metadata: {name: default, namespace: shop}
    spec:
      egress: [{hosts: ["./*", "depot/stock.depot.svc.cluster.local"]}]
      outboundTrafficPolicy: {mode: REGISTRY_ONLY}
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
            - {name: web, image: "web:1", env: [{name: STOCK_URL, value: "http://stock.depot.svc:8080"}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: stock, namespace: depot}
    spec: {selector: {app: stock}, ports: [{name: http, port: 8080}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.called import calls
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.istio_hosts import full_name, root_namespace
from generator.facts.mesh_config import REGISTRY_ONLY, imports, mode_of
from generator.facts.sidecars import injected
from generator.facts.workload_scopes import ruling
from generator.model import ObjectId
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.SIDECAR,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    root = root_namespace(cluster)
    for template in cluster.templates:
        sidecar = ruling(cluster, kinds.SIDECAR, template, root)
        if (
            sidecar is not None
            and mode_of(cluster, sidecar) == REGISTRY_ONLY
            and injected(cluster, template) is not False
        ):
            yield from _hidden(cluster, template)


def _hidden(cluster: Cluster, template: PodTemplate) -> Iterator[Problem]:
    sidecar = ruling(cluster, kinds.SIDECAR, template, root_namespace(cluster))
    told: set[ObjectId] = set()
    for call in calls(cluster, template):
        service = call.service
        if sidecar is None or service.id in told or imports(sidecar, full_name(service), service.id.namespace):
            continue
        told.add(service.id)
        who = template.manifest.id
        yield Problem(
            f"{who.kind} `{who.name}` calls `{full_name(service)}`, which Sidecar `{sidecar.id.name}` hides from it",
            call.path,
            fix=f"add `{service.id.namespace}/{full_name(service)}` to the hosts of the Sidecar's egress",
            manifest=call.manifest,
            related=(Place("what it may see", sidecar, ("spec", "egress")),),
        )

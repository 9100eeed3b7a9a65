"""ServiceEntry for a host that a Service of the cluster has

Why: Which of the two answers depends on their age: traffic may leave the cluster, or never reach what the entry
names.
Source: istio pilot/pkg/model/push_context.go, initServiceRegistry: the first with a host is kept for each namespace.
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: edge}
    spec: {hosts: [api.shop.svc.cluster.local], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {selector: {app: api}, ports: [{name: http, port: 80}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: edge}
    spec: {hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {selector: {app: api}, ports: [{name: http, port: 80}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.istio_hosts import registry
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.SERVICE_ENTRY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        service = registry(cluster).services.get(host) if isinstance(host, str) else None
        if service is not None:
            yield Problem(
                f"`{host}` is the host of a Service already",
                ("spec", "hosts", n),
                fix="name another host, or remove the entry",
                related=(Place("the Service", service),),
            )

"""gateway by its old full name

Why: Names such as gw.istio-system.svc.cluster.local date from before namespaces were part of references: istiod warns,
and tools that compare references do not find the Gateway.
Source: istio pkg/config/validation/validation.go, validateGatewayNames.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [public.edge.svc.cluster.local]
      http:
        - route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.istio_gateways import reference
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("gateways",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, written in enumerate(rows(manifest.body, "spec", "gateways")):
        if isinstance(written, str) and "/" not in written and "." in written:
            name = reference(written, manifest.id.namespace)
            yield Problem(
                f"`{written}` is the old form of a reference",
                ("spec", "gateways", n),
                fix=f"write {name}",
                safe=True,
                value=name,
            )

"""signing keys fetched without protection

Why: Over plain HTTP anybody on the way can replace them. A host of the mesh under STRICT refuses istiod, which
fetches without a sidecar.
Source: https://istio.io/latest/docs/reference/config/security/request_authentication/#JWTRule
Bad:
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {issuer: a, jwksUri: "http://id.example.com/keys"}
Good:
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: web, namespace: shop}
    spec:
      jwtRules:
        - {issuer: a, jwksUri: "https://id.example.com/keys"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.authorization import pod_ports
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.fields import entries, text
from generator.facts.mutual_tls import STRICT, mode
from generator.facts.sidecars import injected
from generator.facts.token_keys import service_at
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.REQUEST_AUTHENTICATION,)
NEEDS = ("jwksUri",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "jwtRules"):
        uri = text(row, "jwksUri")
        path: Path = ("spec", "jwtRules", n, "jwksUri")
        service = service_at(cluster, uri, manifest.id.namespace)
        if service is not None and any(_strict(cluster, pod) for pod in cluster.behind(service)):
            fix = "let the port take plain text too, or write the keys inline"
            message = f"istiod fetches the keys without mutual TLS, which Service `{service.id.name}` demands"
            yield Problem(message, path, fix=fix)
        elif uri.startswith("http://") and service is None:
            yield Problem("the keys are fetched over plain HTTP", path, fix="write https://")


def _strict(cluster: Cluster, pod: PodTemplate) -> bool:
    open_ports = pod_ports(cluster, pod)
    inside = injected(cluster, pod) is not False
    return inside and bool(open_ports) and all(mode(cluster, pod, port).name == STRICT for port in open_ports)

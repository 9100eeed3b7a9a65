"""destination that is no known Service or ServiceEntry

Why: The proxy answers 503 to every request of the route: it has no cluster for the host.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0101/; names with a dot are not completed
(istio pkg/config/model ResolveShortnameToFQDN).
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route: [{destination: {host: reviwes}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: reviews, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: reviews}}
Bad (not exported):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: pay, namespace: shop}
    spec:
      hosts: [api.pay.example.com]
      http:
        - route: [{destination: {host: api.pay.example.com}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: pay, namespace: billing}
    spec:
      hosts: [api.pay.example.com]
      exportTo: ["."]
      ports: [{name: https, number: 443, protocol: TLS}]
      resolution: DNS
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - match: [{uri: {prefix: /pay}}]
          route: [{destination: {host: eu.pay.example.com}}]
        - route: [{destination: {host: reviews}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: reviews, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: reviews}}
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: pay, namespace: billing}
    spec:
      hosts: ["*.pay.example.com"]
      ports: [{name: https, number: 443, protocol: TLS}]
      resolution: NONE
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import absence, elsewhere, meant, registry, visible
from generator.facts.istio_names import host_fault
from generator.facts.virtual_services import routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    home, known = manifest.id.namespace, registry(cluster)
    for target in routing(cluster, manifest).destinations:
        path = (*target.path, "host")
        found = known.owners(target.full)
        if any(visible(owner, home) for owner in found) or "*" in target.host or host_fault(target.host):
            continue
        if found:
            yield Problem(
                f"`{target.full}` is not exported to namespace {home}",
                path,
                fix=f"export it to {home}",
                related=(Place("exportTo leaves this namespace out", found[0], ("spec", "exportTo")),),
            )
            continue
        if elsewhere(cluster, target.host, home):
            continue
        close = meant(cluster, target.host, home)
        severity = "error" if close else absence(cluster, target.host, home)
        if severity:
            yield Problem(
                f"no Service or ServiceEntry is `{target.full}`" + (f", did you mean `{close}`?" if close else ""),
                path,
                fix=f"write {close}" if close else "name an existing host, or add a ServiceEntry for it",
                severity=severity,
            )

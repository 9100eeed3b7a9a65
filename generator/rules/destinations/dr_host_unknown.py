"""DestinationRule for a host that nobody owns

Why: The rule applies to nothing: its limits, subsets and TLS settings are never used.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0174/
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: reviews, namespace: shop}
    spec: {host: reviwes, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: reviews, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: reviews}}
Bad (Istio does not complete a name with a dot):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: reviews, namespace: shop}
    spec: {host: reviews.shop, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: reviews, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: reviews}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: reviews, namespace: shop}
    spec: {host: reviews, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: all, namespace: shop}
    spec: {host: "*.shop.svc.cluster.local", trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: reviews, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: reviews}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.istio_hosts import absence, elsewhere, expand, meant, registry
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    host, home = text(manifest.body, "spec", "host"), manifest.id.namespace
    full, known = expand(host, home), registry(cluster)
    if not host or known.owners(full) or elsewhere(cluster, host, home):
        return
    if "*" in host:
        # A wildcard may stand for hosts of namespaces that are not here.
        if not known.inside(full) and not full.endswith(("*", ".local")):
            fix = "name a host that is here, or declare it under externals"
            yield Problem(f"no host here lies under `{host}`", ("spec", "host"), fix=fix, severity="unverifiable")
        return
    close = meant(cluster, host, home)
    severity = "error" if close else absence(cluster, host, home)
    if severity:
        yield Problem(
            f"no Service or ServiceEntry is `{full}`" + (f", did you mean `{close}`?" if close else ""),
            ("spec", "host"),
            fix=f"write {close}" if close else "name an existing host",
            severity=severity,
        )

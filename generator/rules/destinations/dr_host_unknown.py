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
Bad (a host that nobody there sees):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: pay, namespace: shop}
    spec: {host: pay.example.com, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: pay, namespace: billing}
    spec: {hosts: [pay.example.com], exportTo: [.], ports: [{name: tls, number: 443, protocol: TLS}]}
Bad (a wildcard over a namespace that is misspelt):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: all, namespace: shop}
    spec: {host: "*.shopp.svc.cluster.local", trafficPolicy: {loadBalancer: {simple: RANDOM}}}
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
from generator.facts.istio_hosts import (
    DOMAIN,
    absence,
    elsewhere,
    expand,
    meant,
    registry,
    root_namespace,
    visible,
)
from generator.facts.istio_names import host_fault
from generator.facts.suggest import slip
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    host, home = text(manifest.body, "spec", "host"), manifest.id.namespace
    full, known = expand(host, home), registry(cluster)
    if host_fault(host) or elsewhere(cluster, host, home):
        return
    found = known.owners(full)
    if found:
        yield from _hidden(cluster, manifest, full, found)
        return
    if "*" in host:
        if not known.inside(full):
            yield from _nothing_under(cluster, host)
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


def _hidden(cluster: Cluster, manifest: Manifest, full: str, found: tuple[Manifest, ...]) -> Iterator[Problem]:
    """A client looks for rules in its own namespace, that of the host and the root namespace, and nowhere else."""
    home = manifest.id.namespace
    if home != root_namespace(cluster) and not any(o.id.namespace == home or visible(o, home) for o in found):
        yield Problem(
            f"`{full}` is not exported to namespace {home}, where nobody can use the rule then",
            ("spec", "host"),
            fix=f"write the rule in namespace {found[0].id.namespace}, or export the host to {home}",
            related=(Place("exportTo leaves this namespace out", found[0], ("spec", "exportTo")),),
        )


def _nothing_under(cluster: Cluster, host: str) -> Iterator[Problem]:
    """A wildcard may stand for hosts of namespaces that are not here; one over the whole mesh stands for some."""
    space = host.removeprefix("*.").removesuffix(f".{DOMAIN}")
    if not host.endswith(DOMAIN):
        if not host.endswith(("*", ".local")):
            fix = "name a host that is here, or declare it under externals"
            yield Problem(f"no host here lies under `{host}`", ("spec", "host"), fix=fix, severity="unverifiable")
    elif host == f"*.{space}.{DOMAIN}" and "." not in space:
        close = "" if space in cluster.namespaces else slip(space, cluster.namespaces)
        yield Problem(
            f"no Service is in namespace {space}" + (f", did you mean `{close}`?" if close else ""),
            ("spec", "host"),
            fix=f"write *.{close}.{DOMAIN}" if close else "name a namespace that has Services",
            severity="error" if close or cluster.closed(space) else "unverifiable",
        )

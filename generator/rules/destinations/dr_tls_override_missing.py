"""rule that switches off the TLS setting of a wider one

Why: DestinationRules do not inherit: a client takes the policy of the most specific rule and nothing of the wildcard's,
so a mode set for the whole mesh is lost for this host. Automatic mutual TLS hides it for mode ISTIO_MUTUAL.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy;
https://kiali.io/docs/features/validations/, KIA0204.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: external, namespace: istio-system}
    spec: {host: "*.example.com", trafficPolicy: {tls: {mode: SIMPLE}}}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: istio-system}
    spec: {host: api.example.com, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: external, namespace: istio-system}
    spec: {host: "*.example.com", trafficPolicy: {tls: {mode: SIMPLE}}}
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: istio-system}
    spec: {host: api.example.com, trafficPolicy: {tls: {mode: SIMPLE}, outlierDetection: {consecutive5xxErrors: 5}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.istio_hosts import share_audience
from generator.facts.subsets import host_of, rules_for
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("trafficPolicy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not get(manifest.body, "spec", "trafficPolicy") or get(manifest.body, "spec", "trafficPolicy", "tls"):
        return
    host = host_of(manifest)
    for other in rules_for(cluster, host):
        mode = text(other.body, "spec", "trafficPolicy", "tls", "mode")
        if host_of(other) == host or not mode or not share_audience(manifest, other):
            continue
        if mode not in ("ISTIO_MUTUAL", "DISABLE") or get(cluster.settings, "mesh", "autoMtls") is False:
            yield Problem(
                f"mode {mode} of `{host_of(other)}` is not inherited: clients of `{host}` have no TLS setting",
                ("spec", "trafficPolicy"),
                fix=f"add tls.mode {mode}",
                related=(Place("set for all", other, ("spec", "trafficPolicy", "tls")),),
            )
        return

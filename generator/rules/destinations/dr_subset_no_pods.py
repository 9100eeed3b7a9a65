"""subset that no pod belongs to

Why: Requests routed to the subset get 503: it has no endpoints.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0173/; judged by pod templates, WorkloadEntries
and the endpoints of ServiceEntries.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v3, labels: {version: v3}}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: api}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, version: v1}}
        spec: {containers: [{name: api, image: "api:1"}]}
Bad (a host that is looked up has no labels):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: pay, namespace: shop}
    spec: {host: pay.example.com, subsets: [{name: v1, labels: {version: v1}}]}
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: pay, namespace: shop}
    spec: {hosts: [pay.example.com], resolution: DNS, ports: [{name: tls, number: 443, protocol: TLS}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, subsets: [{name: v1, labels: {version: v1}}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: api}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api, version: v1}}
        spec: {containers: [{name: api, image: "api:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import registry
from generator.facts.subsets import Subset, host_of, picked, pod_labels, subsets_of
from generator.facts.suggest import near
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("subsets",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = registry(cluster).owners(host_of(manifest))
    behind = pod_labels(cluster, found)
    if not behind or "*" in host_of(manifest):
        # Nothing behind the host is here: who runs it is told elsewhere, or lives elsewhere.
        return
    for subset in subsets_of(manifest):
        if subset.labels and not picked(behind, subset):
            yield Problem(
                f"no pod behind `{host_of(manifest)}` has the labels of subset `{subset.name}`",
                (*subset.path, "labels"),
                fix=_hint(subset, behind),
                related=(Place("its pods", behind[0][0]),),
            )


def _hint(subset: Subset, behind: tuple[tuple[Manifest, dict[str, str]], ...]) -> str:
    for key, value in sorted(subset.labels.items()):
        there = sorted({labels[key] for _, labels in behind if key in labels})
        if str(value) not in there:
            if not there and behind[0][0].id.kind == "ServiceEntry":
                return "list the endpoints with their labels, or leave the labels out"
            if not there:
                return f"label the pods with {key}: {value}"
            return f"write {key}: {near(str(value), there) or ' or '.join(there)}, or add pods with {key}: {value}"
    return "write the labels of one workload"

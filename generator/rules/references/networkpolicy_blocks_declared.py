"""port that a monitor scrapes and no NetworkPolicy lets through

Why: Policies that select a pod let through only what one of them names: nobody reaches the port, whoever asks.
Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/. Only ports are compared: who may
ask is not.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 9090, name: metrics}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: web, namespace: shop}
    spec:
      podSelector: {matchLabels: {app: web}}
      ingress: [{ports: [{port: 8080}]}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090, targetPort: 9090}]}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 9090, name: metrics}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: web, namespace: shop}
    spec:
      podSelector: {matchLabels: {app: web}}
      ingress: [{ports: [{port: metrics}]}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090, targetPort: 9090}]}
Good (a range):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 9090, name: metrics}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: web, namespace: shop}
    spec:
      podSelector: {matchLabels: {app: web}}
      ingress: [{ports: [{port: 9000, endPort: 9100}]}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      endpoints: [{port: metrics}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec: {selector: {app: web}, ports: [{name: metrics, port: 9090, targetPort: 9090}]}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, mapping, rows
from generator.facts.fields import entries, whole
from generator.facts.scraping import scrapes
from generator.facts.selector import matches
from generator.facts.services import container_ports
from generator.model import Manifest, ObjectId
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.SERVICE_MONITOR, kinds.POD_MONITOR)

_POLICY = "NetworkPolicy.networking.k8s.io"


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[ObjectId, int]] = set()
    for endpoint, template, port in scrapes(manifest, cluster) if cluster.all(_POLICY) else ():
        policies = _selecting(cluster, template)
        key = (template.manifest.id, port)
        if not policies or key in told or any(_lets_through(p, template, port) for p in policies):
            continue
        told.add(key)
        yield Problem(
            f"no NetworkPolicy lets port {port} of `{template.manifest.id.name}` through",
            endpoint.path,
            fix="name the port in the ingress rules of a policy",
            related=(Place("what is let through", policies[0], ("spec", "ingress")),),
        )


def _selecting(cluster: Cluster, template: PodTemplate) -> list[Manifest]:
    """The policies about what comes in that select a pod."""
    return [
        policy
        for policy in _of(cluster, template.namespace)
        if matches(mapping(policy.body, "spec", "podSelector"), template.labels)
    ]


@lru_cache(maxsize=256)
def _of(cluster: Cluster, namespace: str) -> tuple[Manifest, ...]:
    found = (policy for policy in cluster.all(_POLICY) if policy.id.namespace == namespace)
    return tuple(p for p in found if "Ingress" in (rows(p.body, "spec", "policyTypes") or ["Ingress"]))


def _lets_through(policy: Manifest, template: PodTemplate, port: int) -> bool:
    for _, rule in entries(policy.body, "spec", "ingress"):
        named = list(entries(rule, "ports"))
        if not named or any(_is(row, template, port) for _, row in named):
            return True
    return False


def _is(row: object, template: PodTemplate, port: int) -> bool:
    wanted, last = get(row, "port"), whole(row, "endPort")
    if wanted is None:
        return True
    if isinstance(wanted, int):
        return wanted <= port <= (last or wanted)
    return any(each.name == wanted and each.number == port for each in container_ports(template))

"""anti-affinity that never keeps the workload's own pods apart

Why: Its terms select labels that the pods do not have, so all of them may land on one node; a term without
labelSelector selects nothing.
Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: webb}}}
          containers: [{name: web, image: "web:1"}]
Good (away from another workload):
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: db}}}
          containers: [{name: web, image: "web:1"}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: db, namespace: shop, labels: {app: db}}
    spec:
      containers: [{name: db, image: "db:1"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = tuple(kind for kind in kinds.WORKLOADS if kind != kinds.POD)
"""A bare Pod has no others of its own to keep apart."""
NEEDS = ("podAntiAffinity",)

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    anti = mapping(template.spec, "affinity", "podAntiAffinity") if template else {}
    if template is None or not anti:
        return
    terms = [term for _, term in entries(anti, _REQUIRED)]
    terms += [mapping(row, "podAffinityTerm") for _, row in entries(anti, _PREFERRED)]
    # Terms with namespaces keep away from somebody else on purpose.
    own = [term for term in terms if not term.get("namespaces") and term.get("namespaceSelector") is None]
    selectors = [term["labelSelector"] for term in own if isinstance(term.get("labelSelector"), Mapping)]
    if not own or any(matches(selector, template.labels) for selector in selectors):
        return
    # Terms that fit another workload's pods keep away from them on purpose.
    if not any(cluster.selected(manifest.id.namespace, selector) for selector in selectors):
        yield Problem(
            "the anti-affinity selects no pod of this workload",
            (*template.path, "spec", "affinity", "podAntiAffinity"),
            fix="select the labels of the pod template",
        )

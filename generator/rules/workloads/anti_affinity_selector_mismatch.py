"""anti-affinity that never keeps the workload's own pods apart

Why: Its terms select labels that the pods do not have, so all of them may land on one node.
Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: api}}
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS

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
    if own and not any(matches(mapping(term, "labelSelector"), template.labels) for term in own):
        yield Problem(
            "the anti-affinity selects no pod of this workload",
            (*template.path, "spec", "affinity", "podAntiAffinity"),
            fix="select the labels of the pod template",
        )

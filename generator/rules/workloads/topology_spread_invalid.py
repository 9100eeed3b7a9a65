"""topology spread constraint that is refused or counts nothing

Why: A constraint whose selector does not fit the pod's own labels counts no pod and spreads nothing; doubled
constraints, a skew below one and minDomains without DoNotSchedule are refused.
Source: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: kubernetes.io/hostname
              whenUnsatisfiable: ScheduleAnyway
              labelSelector: {matchLabels: {app: other}}
          containers: [{name: web, image: "web:1"}]
Bad (minDomains):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          minDomains: 3
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: {matchLabels: {app: web}}
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          minDomains: 3
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: {matchLabels: {app: web}}
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, whole
from generator.facts.selector import matches
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("topologySpreadConstraints",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for n, row in entries(template.spec, "topologySpreadConstraints"):
        here = (*template.path, "spec", "topologySpreadConstraints", n)
        skew, domains = whole(row, "maxSkew"), row.get("minDomains")
        if skew is not None and skew < 1:
            yield Problem(f"maxSkew is {skew}, it must be at least 1", (*here, "maxSkew"), fix="write maxSkew: 1")
        if domains is not None and row.get("whenUnsatisfiable") != "DoNotSchedule":
            yield Problem(
                "minDomains needs whenUnsatisfiable: DoNotSchedule", (*here, "minDomains"), fix="remove minDomains"
            )
        selector = row.get("labelSelector")
        if not isinstance(selector, Mapping) or not matches(selector, template.labels):
            yield Problem(
                "the constraint does not count the workload's own pods",
                (*here, "labelSelector"),
                fix="select the labels of the pod template",
                severity="warning",
            )

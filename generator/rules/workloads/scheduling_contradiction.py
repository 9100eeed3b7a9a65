"""toleration or node selection that is refused or fits no node

Why: A toleration with operator Exists takes no value, tolerationSeconds goes with NoExecute only, and a nodeSelector
that contradicts the required node affinity leaves no node.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateTolerations.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      tolerations: [{key: gpu, operator: Exists, value: "true"}]
      containers: [{name: web, image: "web:1"}]
Bad (no node left):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      nodeSelector: {disk: ssd}
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: In, values: [hdd]}]}]
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      nodeSelector: {disk: ssd}
      tolerations: [{key: gpu, operator: Exists, effect: NoExecute, tolerationSeconds: 60}]
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS

_REQUIRED = ("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for n, row in entries(template.spec, "tolerations"):
        here = (*template.path, "spec", "tolerations", n)
        if row.get("operator") == "Exists" and row.get("value"):
            yield Problem("operator Exists takes no value", (*here, "value"), fix="remove value, or use operator Equal")
        if row.get("tolerationSeconds") is not None and row.get("effect") != "NoExecute":
            yield Problem(
                "tolerationSeconds needs effect: NoExecute", (*here, "tolerationSeconds"), fix="add the effect"
            )
    chosen = mapping(template.spec, "nodeSelector")
    terms = [list(entries(term, "matchExpressions")) for _, term in entries(template.spec, *_REQUIRED)]
    if chosen and terms and all(any(_excludes(row, chosen) for _, row in term) for term in terms):
        path = (*template.path, "spec", "nodeSelector")
        yield Problem(
            "nodeSelector and the required node affinity exclude each other: no node is left",
            path,
            fix="keep one of them",
        )


def _excludes(row: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    key = text(row, "key")
    if key not in chosen:
        return False
    values = rows(row, "values")
    if row.get("operator") == "In":
        return chosen[key] not in values
    return row.get("operator") == "DoesNotExist" or (row.get("operator") == "NotIn" and chosen[key] in values)

"""toleration or node selection that is refused or fits no node

Why: A toleration with operator Exists takes no value, tolerationSeconds goes with NoExecute only, and a nodeSelector
that contradicts the required node affinity leaves no node.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateTolerations and ValidateNodeSelectorRequirement.
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
Bad (two bounds):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{matchExpressions: [{key: cores, operator: Gt, values: ["8", "16"]}]}]
      containers: [{name: web, image: "web:1"}]
Bad (a toleration of nothing):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      tolerations: [{effect: NoSchedule}]
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
from generator.facts.cluster import Cluster, PodTemplate, mapping, rows
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("tolerations", "affinity")

_PREFERRED = ("affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution")
_VALUES = {
    "In": "at least one value",
    "NotIn": "at least one value",
    "Gt": "one value",
    "Lt": "one value",
    "Exists": "no values",
    "DoesNotExist": "no values",
}
_REQUIRED = ("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for n, row in entries(template.spec, "tolerations"):
        here = (*template.path, "spec", "tolerations", n)
        if row.get("operator") == "Exists" and row.get("value"):
            yield Problem("operator Exists takes no value", (*here, "value"), fix="remove value, or use operator Equal")
        if not row.get("key") and row.get("operator") != "Exists":
            yield Problem(
                "a toleration without a key needs operator: Exists", here, fix="name the key, or write operator: Exists"
            )
        if row.get("tolerationSeconds") is not None and row.get("effect") != "NoExecute":
            yield Problem(
                "tolerationSeconds needs effect: NoExecute", (*here, "tolerationSeconds"), fix="add the effect"
            )
    if "affinity" not in template.spec:
        return
    yield from _requirements(template)
    chosen = mapping(template.spec, "nodeSelector")
    terms = [list(entries(term, "matchExpressions")) for _, term in entries(template.spec, *_REQUIRED)]
    if chosen and terms and all(any(_excludes(row, chosen) for _, row in term) for term in terms):
        path = (*template.path, "spec", "nodeSelector")
        yield Problem(
            "nodeSelector and the required node affinity exclude each other: no node is left",
            path,
            fix="keep one of them",
        )


def _requirements(template: PodTemplate) -> Iterator[Problem]:
    """Requirements on nodes with more or fewer values than their operator takes."""
    below = (*template.path, "spec")
    preferred = mapping(template.spec, *_PREFERRED[:2])
    terms = [((*below, *_REQUIRED, n), term) for n, term in entries(template.spec, *_REQUIRED)]
    terms += [
        ((*below, *_PREFERRED, n, "preference"), mapping(row, "preference"))
        for n, row in entries(preferred, _PREFERRED[2])
    ]
    for path, term in terms:
        for n, row in entries(term, "matchExpressions"):
            operator, number = text(row, "operator"), len(rows(row, "values"))
            wanted = _VALUES.get(operator, "")
            if (
                (wanted == "at least one value" and not number)
                or (wanted == "one value" and number != 1)
                or (wanted == "no values" and number)
            ):
                yield Problem(
                    f"operator {operator} takes {wanted}, here {'is' if number == 1 else 'are'} {number or 'none'}",
                    (*path, "matchExpressions", n, "values" if number else "operator"),
                    fix=f"give {wanted}",
                )


def _excludes(row: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    key = text(row, "key")
    if key not in chosen:
        return False
    values = rows(row, "values")
    if row.get("operator") == "In":
        return chosen[key] not in values
    return row.get("operator") == "DoesNotExist" or (row.get("operator") == "NotIn" and chosen[key] in values)
